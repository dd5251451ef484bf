namespace Trading.Proofs.Sealing;

/// <summary>What a sealed file holds: one file for each part that is opened at another time.</summary>
public enum SealPart
{
    /// <summary>The whole bid: bills and documents.</summary>
    All,

    /// <summary>The opening list, read aloud.</summary>
    Summary,

    /// <summary>Qualification documents.</summary>
    Qualify,

    /// <summary>The technical envelope of a two-stage opening (双信封).</summary>
    Technical,

    /// <summary>The price envelope of a two-stage opening.</summary>
    Price,

    /// <summary>A drawn list of names.</summary>
    Names,

    /// <summary>A reserve price.</summary>
    Reserve,
}

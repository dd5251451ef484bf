namespace Trading.Proofs.Sealing;

/// <summary>How far a stanza was found to be the one its secret gives.</summary>
public enum StanzaMatch
{
    /// <summary>It is another one.</summary>
    Different,

    /// <summary>Everything visible without the recipient's certificate agrees.</summary>
    WithoutCertificate,

    /// <summary>Every byte agrees.</summary>
    Whole,
}

namespace Trading.Proofs.Sealing;

/// <summary>Whose secret a stanza or a release holds: the first byte of m.</summary>
public enum StanzaRole : byte
{
    /// <summary>'B': the bidder's secret B.</summary>
    Bidder = 0x42,

    /// <summary>'C': a custodian's share of T.</summary>
    Custodian = 0x43,

    /// <summary>'E': a custodian's share of B.</summary>
    Escrow = 0x45,

    /// <summary>'R': a party's share of another party's number in a draw.</summary>
    Reveal = 0x52,
}

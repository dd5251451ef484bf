using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Parties;

/// <summary>What can be asked of a party; its key is the party's id.</summary>
public abstract record PartyCommand
{
    private PartyCommand()
    {
    }

    /// <summary>主体登记: free and open to anybody ([电子招标投标办法] 第九条).</summary>
    /// <param name="Statement">register/1, signed with the signing certificate.</param>
    /// <param name="SigningCertificate">PEM.</param>
    /// <param name="EncryptionCertificates">PEM, in the order of the statement; the second is for the loss of the
    /// first.</param>
    /// <param name="Contact">Whom to reach.</param>
    /// <param name="ContactSalt">The salt of the statement's contact digest.</param>
    /// <param name="Trust">Put in by the platform.</param>
    public sealed record RegisterParty(
        SignedText Statement,
        string SigningCertificate,
        ImmutableArray<string> EncryptionCertificates,
        PartyContact Contact,
        Digest ContactSalt,
        Trust Trust) : PartyCommand;

    /// <summary>添加证书: another person of the party, or another key to seal to.</summary>
    public sealed record AddCertificate(string Certificate, Trust Trust) : PartyCommand;

    /// <summary>注销证书: from now on it neither logs in nor receives; its roles end with it.</summary>
    public sealed record RevokeCertificate(Digest Certificate, string Reason) : PartyCommand;

    /// <summary>授予角色 to the person who holds the signing certificate.</summary>
    public sealed record GrantRole(Digest Certificate, Role Role) : PartyCommand;

    /// <summary>撤销角色.</summary>
    public sealed record RevokeRole(Digest Certificate, Role Role) : PartyCommand;
}

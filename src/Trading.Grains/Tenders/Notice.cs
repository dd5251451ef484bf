using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// The notice in force: documents, opening policy and times. The policy never changes; the rest may be amended.
/// </summary>
/// <param name="Documents">The documents as last changed.</param>
/// <param name="DocumentsSm3">SM3 of their canonical JSON.</param>
/// <param name="PolicyText">policy/1 as signed; its digest is the <c>opening</c> line of every sealed file.</param>
/// <param name="Policy">The same, read.</param>
/// <param name="Schedules">Every schedule/1 as signed, the last one in force.</param>
/// <param name="Schedule">The last one, read.</param>
/// <param name="Deadlines">The legal times computed from it.</param>
/// <param name="CentreCertificates">The centre's certificates that signed; they announce the opening session
/// too.</param>
public sealed record Notice(
    TenderDocuments Documents,
    Digest DocumentsSm3,
    SignedText PolicyText,
    PolicyRecord Policy,
    ImmutableArray<SignedText> Schedules,
    ScheduleRecord Schedule,
    ImmutableArray<ComputedDeadline> Deadlines,
    ImmutableArray<Certificate> CentreCertificates)
{
    public Digest PolicySm3 { get; } = PolicyText.Sm3();

    public Digest ScheduleSm3 => Schedules[^1].Sm3();

    /// <summary>SM3 of documents as everybody computes it.</summary>
    public static Digest DigestOf(TenderDocuments documents) => CanonicalJson.DigestOf(documents);

    /// <summary>
    /// The notice of an event; null where its texts cannot be read, which no accepted act leaves behind.
    /// </summary>
    public static Notice? Of(TenderPublished e) =>
        Statements.TryParse(e.Policy.Text, PolicyRecord.Parse) is { } policy
        && Statements.TryParse(e.Schedule.Text, ScheduleRecord.Parse) is { } schedule
            ? new(e.Documents, e.DocumentsSm3, e.Policy, policy, [e.Schedule], schedule, e.Deadlines, CentreOf(e))
            : null;

    /// <summary>The notice after a change.</summary>
    public Notice Amend(DocumentsAmended e) =>
        Statements.TryParse(e.Schedule.Text, ScheduleRecord.Parse) is not { } schedule ? this : this with
        {
            Documents = e.Documents,
            DocumentsSm3 = e.DocumentsSm3,
            Schedules = Schedules.Add(e.Schedule),
            Schedule = schedule,
            Deadlines = e.Deadlines,
        };

    /// <summary>The custodian whose signing certificate this is, or null.</summary>
    public Custodian? CustodianOf(Digest certificate) =>
        Policy.Custodians.FirstOrDefault(custodian => IdOf(custodian.SignCertificate) == certificate);

    /// <summary>The id of a certificate of the policy; the default digest where it cannot be read.</summary>
    public static Digest IdOf(ImmutableArray<byte> der) => Read(der)?.Id ?? default;

    /// <summary>A certificate of the policy, or null.</summary>
    public static Certificate? Read(ImmutableArray<byte> der)
    {
        try
        {
            return Certificate.FromDer(der.AsSpan());
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static ImmutableArray<Certificate> CentreOf(TenderPublished e) =>
    [
        .. e.Certificates.Select(Statements.ReadCertificate).OfType<Certificate>()
            .Where(certificate => certificate.CreditCode == e.By.Party.Value),
    ];
}

/// <summary>What a confirm/1 says, for the state.</summary>
internal static class Confirmation
{
    public static Digest? Of(AmendmentConfirmed e) => Statements.TryParse(e.Statement.Text, ConfirmRecord.Parse)?.Documents;
}

using System.Text;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>A statement that was read and whose signature holds, or the refusal that comes first.</summary>
internal readonly record struct Statement<T>(Refusal? Refusal, T Record, Certificate Certificate) where T : class;

/// <summary>
/// Checks signed statements: the certificate is the one the person logged in with, carries the party's code and may
/// sign;
/// the one signature fits the text; the text is of its form. Whether a CA stands behind a certificate was asked at the
/// registration of the party and at login.
/// </summary>
internal static class Statements
{
    /// <summary>Reads a statement that the actor signed alone.</summary>
    public static Statement<T> Read<T>(Act<TenderCommand> act, SignedText signed, string pem, Func<string, T> parse) where T : class
    {
        var certificate = ReadCertificate(pem);
        if (certificate is null)
        {
            return new(TenderRefusal.CertificateMalformed, null!, null!);
        }

        var refusal = certificate.Id != act.Actor.Certificate ? TenderRefusal.CertificateNotActors
            : CheckHolder(certificate, act.Actor.Party, CertificateUsage.Sign, act.ReceivedAt)
            ?? CheckSignature(signed, certificate);
        var record = refusal is null ? TryParse(signed.Text, parse) : null;
        return new(refusal ?? (record is null ? TenderRefusal.StatementMalformed : null), record!, certificate);
    }

    /// <summary>
    /// Whether the certificate is this party's, for this use, at this time; a natural person's carries no code.
    /// </summary>
    public static Refusal? CheckHolder(Certificate certificate, PartyId party, CertificateUsage usage, DateTimeOffset at) =>
        CreditCode.IsValid(party.Value) && certificate.CreditCode != party.Value ? TenderRefusal.CertificateOfAnother
        : !certificate.Usage.HasFlag(usage) ? TenderRefusal.CertificateUsage.With("expected", usage)
        : at < certificate.NotBefore || at >= certificate.NotAfter.AddSeconds(1) ? TenderRefusal.CertificateNotValid
        : null;

    /// <summary>Whether the text carries exactly this certificate's signature.</summary>
    public static Refusal? CheckSignature(SignedText signed, Certificate certificate) =>
        signed.Signatures.IsDefault || signed.Signatures is not [var only] || only.Certificate != certificate.Id
            ? TenderRefusal.SignatureMissing
            : Verifies(signed.Text, only, certificate) ? null : TenderRefusal.SignatureInvalid;

    public static bool Verifies(string text, RecordSignature signature, Certificate certificate) =>
        certificate.PublicKey.Verify(Encoding.UTF8.GetBytes(text), signature.Value);

    /// <summary>The certificate, or null where the text is not one.</summary>
    public static Certificate? ReadCertificate(string? pem)
    {
        try
        {
            return pem is null || pem.Length > 2 * Certificate.MaximumSize ? null : Certificate.FromPem(pem);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The record, or null where the text is not of its form.</summary>
    public static T? TryParse<T>(string? text, Func<string, T> parse) where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The first field that differs, by name; null where all agree.</summary>
    public static Refusal? Differs(params ReadOnlySpan<(string Field, bool Agrees)> fields)
    {
        foreach (var (field, agrees) in fields)
        {
            if (!agrees)
            {
                return TenderRefusal.StatementDiffers.With("field", field);
            }
        }

        return null;
    }

    /// <summary>The id of a PEM certificate's key; the default digest where it cannot be read.</summary>
    public static Digest IdOf(string pem) => ReadCertificate(pem)?.Id ?? default;
}

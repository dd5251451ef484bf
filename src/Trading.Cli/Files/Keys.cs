using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Files;

/// <summary>Reads keys, certificates, policies and seal records from the files a person names.</summary>
internal static class Keys
{
    public static async Task<Sm2PrivateKey> ReadKeyAsync(
        ToolHost host, string path, Passphrases passphrases, CancellationToken cancellation) =>
        await Inputs.ReadAsync(
            path,
            "a private key that can be used",
            pem => passphrases.Open(
                path,
                pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal),
                phrase => KeyFile.Read(pem, phrase, host.Entropy)),
            cancellation);

    public static Task<Certificate> ReadCertificateAsync(string path, CancellationToken cancellation) =>
        Inputs.ReadAsync(path, "a certificate for an SM2 key", Certificate.FromPem, cancellation);

    public static async Task<ImmutableArray<Certificate>> ReadCertificatesAsync(
        IEnumerable<string> paths, CancellationToken cancellation)
    {
        var list = ImmutableArray.CreateBuilder<Certificate>();
        foreach (var path in paths)
        {
            list.Add(await ReadCertificateAsync(path, cancellation));
        }

        return list.ToImmutable();
    }

    public static Task<SealRecord> ReadSealRecordAsync(
        string path, Passphrases passphrases, CancellationToken cancellation) =>
        Inputs.ReadAsync(
            path,
            "a seal record that can be used",
            text => passphrases.Open(
                path, SealRecordFile.IsEncrypted(text), phrase => SealRecordFile.Read(text, phrase)),
            cancellation);

    /// <summary>The policy as a text, or as a file with the signatures under it; and the digest of its text.</summary>
    public static Task<(PolicyRecord Policy, Digest Digest)> ReadPolicyAsync(
        string path, CancellationToken cancellation) =>
        Inputs.ReadAsync(
            path,
            "an opening policy",
            file =>
            {
                var text = file.Contains("\n\n", StringComparison.Ordinal) ? SignedText.ParseFile(file).Text : file;
                return (PolicyRecord.Parse(text), Digest.OfUtf8(text));
            },
            cancellation);

    public static Task<Receipt> ReadReceiptAsync(string path, CancellationToken cancellation) =>
        Inputs.ReadAsync(path, "a receipt", Receipt.Parse, cancellation);

    /// <summary>Refuses a certificate that says it is for something else; the vectors' say nothing.</summary>
    public static void CheckIsForEncryption(Certificate certificate, string path)
    {
        if (certificate.Usage != CertificateUsage.None && !certificate.Usage.HasFlag(CertificateUsage.Encrypt))
        {
            throw new ToolException($"{path} is not a certificate for encryption; give the holder's other one.");
        }
    }
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// <c>*.seal.json</c>: the seal record as JSON, in the clear or encrypted with a pass phrase
/// (PBKDF2-HMAC-SM3, SM4-CBC, HMAC-SM3 over everything).
/// </summary>
public static class SealRecordFile
{
    /// <summary>The type of a clear record.</summary>
    public const string ClearType = "seal-record/1";

    /// <summary>The type of an encrypted record.</summary>
    public const string EncryptedType = "seal-record/1 encrypted";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    /// <summary>The record in the clear: whoever reads it can open the bid alone.</summary>
    public static string Write(SealRecord record) => JsonSerializer.Serialize(ToClear(record), Options) + "\n";

    /// <summary>The record under a pass phrase, 600,000 rounds.</summary>
    public static string Write(SealRecord record, string passphrase, Entropy entropy)
    {
        var salt = new byte[16];
        var iv = new byte[16];
        entropy(salt);
        entropy(iv);
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(ToClear(record), Options);
        var (key, macKey) = Keys(passphrase, salt, Pbkdf2.Rounds);
        var ciphertext = CipherSuite.Default.EncryptCbc(key, iv, plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        var mac = Mac(macKey, salt, Pbkdf2.Rounds, iv, ciphertext);
        return JsonSerializer.Serialize(
            new EncryptedRecord(EncryptedType, "PBKDF2-HMAC-SM3", Pbkdf2.Rounds, salt, iv, ciphertext, mac),
            Options) + "\n";
    }

    /// <summary>Whether reading the text needs a pass phrase.</summary>
    public static bool IsEncrypted(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.GetString() == EncryptedType;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads either form.</summary>
    /// <exception cref="FormatException">Not a seal record, changed, or a missing or wrong pass phrase.</exception>
    public static SealRecord Read(string text, string? passphrase = null)
    {
        try
        {
            var clear = IsEncrypted(text)
                ? Decrypt(text, passphrase)
                : Encoding.UTF8.GetBytes(text);
            var record = JsonSerializer.Deserialize<ClearRecord>(clear, Options);
            return record is { Type: ClearType, Suite: "SM" }
                ? FromClear(record)
                : throw new FormatException("This is not a seal record of a known type and suite.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException("This is not a seal record.", e);
        }
    }

    private static byte[] Decrypt(string text, string? passphrase)
    {
        if (passphrase is null)
        {
            throw new FormatException("The seal record is encrypted; give its pass phrase.");
        }

        var record = JsonSerializer.Deserialize<EncryptedRecord>(text, Options)!;
        if (record.Kdf != "PBKDF2-HMAC-SM3" || record.Rounds is < 1 or > Pbkdf2.MaximumRounds || record.Iv.Length != 16)
        {
            throw new FormatException("The seal record is encrypted in a way not known here.");
        }

        var (key, macKey) = Keys(passphrase, record.Salt, record.Rounds);
        var mac = Mac(macKey, record.Salt, record.Rounds, record.Iv, record.Ciphertext);
        return Sm3.SameBytes(mac, record.Mac)
            && CipherSuite.Default.DecryptCbc(key, record.Iv, record.Ciphertext) is { } plaintext
                ? plaintext
                : throw new FormatException(
                    "The pass phrase does not open the seal record, or the record was changed.");
    }

    private static (byte[] Key, byte[] MacKey) Keys(string passphrase, byte[] salt, int rounds)
    {
        var stretched = Pbkdf2.DeriveKey(passphrase, salt, rounds, Digest.Size);
        var keys = Hkdf.Expand(stretched, ClearType, CipherSuite.KeySize + Digest.Size);
        return (keys[..CipherSuite.KeySize], keys[CipherSuite.KeySize..]);
    }

    private static byte[] Mac(byte[] key, byte[] salt, int rounds, byte[] iv, byte[] ciphertext)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, rounds);
        return Sm3.Hmac(key, salt, number, iv, ciphertext);
    }

    private static ClearRecord ToClear(SealRecord record) => new(
        ClearType,
        "SM",
        record.Request.Tender,
        record.Request.Lot,
        SealWords.Of(record.Request.Part),
        record.Request.Bidder,
        record.Request.Version,
        record.Request.Opening.ToArray(),
        SealWords.Of(record.Request.Release),
        record.Request.Threshold,
        [.. record.Request.BidderCertificates.Select(c => c.Der.ToArray())],
        [.. record.Request.CustodianCertificates.Select(c => c.Der.ToArray())],
        record.Secrets.B.ToArray(),
        record.Secrets.T.ToArray(),
        record.Secrets.Salt.ToArray(),
        record.PlaintextDigest.ToArray(),
        record.Length,
        record.FileDigest.ToArray(),
        record.FileLength);

    private static SealRecord FromClear(ClearRecord clear)
    {
        var request = new SealRequest
        {
            Tender = clear.Tender,
            Lot = clear.Lot,
            Part = SealWords.ParsePart(clear.Part) ?? throw new FormatException("The seal record names no known part."),
            Bidder = clear.Bidder,
            Version = clear.Version,
            Opening = new Digest(clear.Opening),
            Release = SealWords.ParseRelease(clear.Release)
                ?? throw new FormatException("The seal record names no known release mode."),
            Threshold = clear.Threshold,
            BidderCertificates = Certificates(clear.BidderCertificates),
            CustodianCertificates = Certificates(clear.CustodianCertificates),
        };
        return request.Fault() is { } fault
            ? throw new FormatException($"The seal record is wrong: {fault}")
            : new SealRecord
            {
                Request = request,
                Secrets = new SealSecrets(clear.B, clear.T, clear.Salt),
                PlaintextDigest = new Digest(clear.Digest),
                Length = clear.Length,
                FileDigest = new Digest(clear.FileSm3),
                FileLength = clear.FileSize,
            };
    }

    private static ImmutableArray<Certificate> Certificates(byte[][] list) =>
        [.. list.Select(c => Certificate.FromDer(c))];

    private sealed record EncryptedRecord(
        string Type, string Kdf, int Rounds, byte[] Salt, byte[] Iv, byte[] Ciphertext, byte[] Mac);

    private sealed record ClearRecord(
        string Type,
        string Suite,
        string Tender,
        string Lot,
        string Part,
        string Bidder,
        long Version,
        byte[] Opening,
        string Release,
        int Threshold,
        byte[][] BidderCertificates,
        byte[][] CustodianCertificates,
        byte[] B,
        byte[] T,
        byte[] Salt,
        byte[] Digest,
        long Length,
        byte[] FileSm3,
        long FileSize);
}

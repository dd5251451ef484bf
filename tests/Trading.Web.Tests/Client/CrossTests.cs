using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Web.Tests.ClientModules;

/// <summary>
/// C# and TypeScript on the same random inputs: what one seals, signs, envelopes or locks the other opens, the same bytes
/// come from the same secrets, and what one refuses the other refuses for the same cause.
/// </summary>
public sealed class CrossTests : IAsyncLifetime, IDisposable
{
    private const string Passphrase = "口令 cross";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 2, 3, TimeSpan.Zero);

    private readonly Entropy _entropy = Seeded("cross");
    private NodeProcess _node = null!;
    private Pair _bidder = null!;
    private ImmutableArray<Pair> _custodians = [];

    public async Task InitializeAsync()
    {
        if (NodeProcess.Missing() is not null)
        {
            return;
        }

        _node = await NodeProcess.StartAsync("cross");
        var ca = TestCa.Create(_entropy, Now);
        _bidder = Pair.Issue(ca, "测试投标人一公司", _entropy);
        _custodians = [.. Enumerable.Range(1, 3).Select(i => Pair.Issue(ca, $"测试保管人{i}", _entropy))];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _node?.Dispose();

    [NodeFact]
    public async Task The_same_secrets_seal_to_the_same_bytes_and_each_opens_the_others()
    {
        int[] lengths = [0, 1, 16_343, 16_344, 16_345, 65_495, 65_496, 65_497, 262_104, 1_000_000];
        foreach (var (length, i) in lengths.Select((length, i) => (length, i)))
        {
            var plain = _node.NewPath($"plain-{length}");
            await File.WriteAllBytesAsync(plain, Draw(length));
            var request = RequestFor(i);
            var secrets = SealSecrets.Draw(_entropy);
            var (record, ours) = await Seal(request, secrets, plain);

            var path = _node.NewPath("sealed");
            var theirRecord = SealRecordFile.Read(await _node.Ask("seal", [.. Fields(request, secrets), ("file", plain), ("output", path)]));
            var theirs = await File.ReadAllBytesAsync(path);
            Assert.True(Same(ours, theirs), $"{length} bytes");
            Assert.Equal(record.FileDigest, theirRecord.FileDigest);
            Assert.Equal(SealRecordFile.Write(record), SealRecordFile.Write(theirRecord));

            var header = HeaderOf(theirs);
            var opened = _node.NewPath("opened");
            var m = StanzaOpener.Open(header, StanzaRole.Bidder, _bidder.Key)!;
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"OPEN 9 {length}"),
                await _node.Ask(
                    "open", ("file", path), ("output", opened), ("certificates", Pem([_bidder, .. _custodians])),
                    ("bidder_release", Convert.ToBase64String(m)), ("shares", Shares(header))));
            Assert.True(Same(await File.ReadAllBytesAsync(plain), await File.ReadAllBytesAsync(opened)));
            Assert.Equal(length, await Open(theirs, m, header));
        }
    }

    [NodeFact]
    public async Task A_seal_record_of_either_seals_again_in_the_other()
    {
        var plain = _node.NewPath("plain");
        await File.WriteAllBytesAsync(plain, Draw(70_000));
        var (record, ours) = await Seal(RequestFor(1), SealSecrets.Draw(_entropy), plain);
        var locked = SealRecordFile.Write(record, Passphrase, _entropy);
        var path = _node.NewPath("again");
        await _node.Ask("reseal", ("record", locked), ("passphrase", Passphrase), ("file", plain), ("output", path));
        Assert.True(Same(ours, await File.ReadAllBytesAsync(path)));

        var theirs = await _node.Ask("lock_record", ("record", SealRecordFile.Write(record)), ("passphrase", Passphrase));
        Assert.Equal(SealRecordFile.Write(record), SealRecordFile.Write(SealRecordFile.Read(theirs, Passphrase)));
        Assert.Throws<FormatException>(() => SealRecordFile.Read(theirs, "other"));
        Assert.Contains(
            "pass phrase", await _node.AskForFailure("reseal", ("record", locked), ("passphrase", "other"), ("file", plain), ("output", path)));
    }

    [NodeFact]
    public async Task Signatures_hold_both_ways_and_a_changed_one_in_neither()
    {
        for (var i = 0; i < 10; i++)
        {
            var text = $"test/1 SM\ntext {Convert.ToHexString(Draw(i * 7))}测试\n";
            var file = await _node.Ask("sign", ("key", KeyFile.Write(_bidder.Key)), ("text", text));
            var signed = SignedText.ParseFile(file);
            Assert.Null(signed.Check(_bidder.Key.PublicKey));
            Assert.Equal(file, signed.ToFile());

            var message = Encoding.UTF8.GetBytes(text);
            var signature = _bidder.Key.Sign(message);
            Assert.Equal("true", await Verify(message, signature));
            signature[^1] ^= 1;
            Assert.Equal("false", await Verify(message, signature));
        }
    }

    [NodeFact]
    public async Task Key_files_are_read_both_ways()
    {
        for (var i = 0; i < 3; i++)
        {
            var key = Sm2PrivateKey.Generate(_entropy);
            var scalar = Convert.ToBase64String(key.ExportScalar());
            Assert.Equal(KeyFile.Write(key), await _node.Ask("write_key", ("scalar", scalar)));
            Assert.Equal(scalar, await _node.Ask("read_key", ("key", KeyFile.Write(key))));
        }

        var own = Convert.ToBase64String(_bidder.Key.ExportScalar());
        var ours = KeyFile.Write(_bidder.Key, Passphrase, _entropy);
        Assert.Equal(own, await _node.Ask("read_key", ("key", ours), ("passphrase", Passphrase)));
        Assert.Contains("pass phrase", await _node.AskForFailure("read_key", ("key", ours), ("passphrase", "other")));
        var theirs = await _node.Ask("write_key", ("scalar", own), ("passphrase", Passphrase));
        Assert.Equal(own, Convert.ToBase64String(KeyFile.Read(theirs, Passphrase).ExportScalar()));
        Assert.Throws<FormatException>(() => KeyFile.Read(theirs, "other"));
    }

    [NodeFact]
    public async Task Envelopes_open_both_ways_and_ciphertexts_with_one_nonce_are_equal()
    {
        foreach (var length in (int[])[0, 1, 15, 16, 34, 68, 1000])
        {
            var payload = Draw(length);
            var theirs = await _node.Ask(
                "envelope", ("payload", Convert.ToBase64String(payload)), ("certificate", _bidder.Certificate.ToPem()));
            Assert.Equal(payload, SessionEnvelope.Open(Convert.FromBase64String(theirs), _bidder.Key));
            var ours = SessionEnvelope.Seal(payload, _bidder.Certificate, _entropy);
            Assert.Equal(
                Convert.ToBase64String(payload),
                await _node.Ask("open_envelope", ("envelope", Convert.ToBase64String(ours)), ("key", KeyFile.Write(_bidder.Key))));
        }

        for (var i = 0; i < 10; i++)
        {
            var (secret, nonce) = (Draw(1 + (i * 5)), Draw(48));
            Assert.Equal(
                Convert.ToBase64String(Sm2Cipher.Encrypt(_bidder.Key.PublicKey, secret, nonce)!),
                await _node.Ask(
                    "encrypt", ("spki", Convert.ToBase64String(_bidder.Key.PublicKey.Spki)),
                    ("secret", Convert.ToBase64String(secret)), ("nonce", Convert.ToBase64String(nonce))));
        }
    }

    [NodeFact]
    public async Task Headers_with_a_changed_byte_or_line_are_refused_for_the_same_cause()
    {
        var plain = _node.NewPath("plain");
        await File.WriteAllBytesAsync(plain, []);
        var (_, file) = await Seal(RequestFor(3), SealSecrets.Draw(_entropy), plain);
        var header = HeaderOf(file).Bytes.ToArray();
        var causes = new HashSet<string>();
        for (var i = 0; i < 400; i++)
        {
            var changed = Change(header);
            var ours = SealedHeader.TryParse(changed, out var read, out var fault)
                ? $"{read.MetaDigest} {read.HeaderDigest}"
                : fault!.ToString();
            Assert.Equal(ours, await _node.Ask("header", ("start", Convert.ToBase64String(changed))));
            causes.Add(ours.Split(' ')[0]);
        }

        Assert.True(causes.Count > 8, string.Join(' ', causes));
    }

    [NodeFact]
    public async Task Records_with_a_changed_byte_are_refused_at_the_same_line_for_the_same_cause()
    {
        var faults = new HashSet<string>();
        foreach (var shape in RecordRegistry.All.Select(r => r.Shape))
        {
            var name = shape.Type.Replace('/', '-');
            var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "vectors", "records", $"{name}.txt"));
            for (var i = 0; i < 25; i++)
            {
                var changed = Encoding.UTF8.GetString(Change(Encoding.UTF8.GetBytes(text)));
                var ours = Fault(shape, changed);
                Assert.Equal(ours, await _node.Ask("record", ("type", shape.Type), ("text", changed)));
                faults.Add(ours.Split(' ')[0]);
            }
        }

        Assert.True(faults.Count > 4, string.Join(' ', faults));
    }

    [NodeFact]
    public async Task Certificates_say_the_same_in_both()
    {
        var ca = TestCa.Create(_entropy, Now);
        var person = Sm2PrivateKey.Generate(_entropy).PublicKey;
        foreach (var certificate in (Certificate[])[
            .. ca.Issuers, _bidder.Certificate, ca.Issue("测试 人", null, person, CertificateUsage.Sign, Now)])
        {
            var expected = string.Join('|', (string[])[
                certificate.Id.ToString(), certificate.Subject, certificate.Issuer, certificate.CreditCode ?? "",
                certificate.Usage.ToString(), certificate.IsTestOnly ? "true" : "false",
                Convert.ToHexStringLower(certificate.SerialNumber), UtcTime.Format(certificate.NotBefore),
                UtcTime.Format(certificate.NotAfter)]);
            Assert.Equal(expected, await _node.Ask("certificate", ("pem", certificate.ToPem())));
        }
    }

    [NodeFact]
    public async Task Canonical_JSON_is_the_same_text()
    {
        foreach (var json in (string[])[
            """{"b":1,"a":"x\u0001\"\\\/\n中é😀","list":[true,false,{"z":-9007199254740991,"y":[]}],"":""}""",
            "\"\\u007f\\u2028\\u2029<>&'+\"", "[[[]]]", "0", """{"\ud83d\ude00":1,"\ufb33":2,"a":3,"A":4,"é":5}"""])
        {
            using var document = JsonDocument.Parse(json);
            var ours = Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
            Assert.Equal(ours, await _node.Ask("canonical", ("json", json)));
        }
    }

    private static bool Same(byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right);

    private static string Fault(RecordShape shape, string text)
    {
        try
        {
            shape.Read(text);
            return "read";
        }
        catch (RecordException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{e.Fault} {e.Line}");
        }
    }

    private static SealedHeader HeaderOf(byte[] file) =>
        SealedHeader.TryParse(file.AsSpan(0, Math.Min(file.Length, SealLimits.Header)), out var header, out var fault)
            ? header
            : throw new InvalidOperationException(fault!.ToString());

    private static string Pem(IEnumerable<Pair> pairs) => string.Concat(pairs.Select(p => p.Certificate.ToPem()));

    private static async Task<(SealRecord Record, byte[] File)> Seal(SealRequest request, SealSecrets secrets, string plain)
    {
        await using var input = File.OpenRead(plain);
        using var output = new MemoryStream();
        var record = await Sealer.SealAsync(request, secrets, input, output);
        return (record, output.ToArray());
    }

    /// <summary>A changed byte, a byte taken away or put in, a line taken away, doubled, or swapped with the next.</summary>
    private byte[] Change(byte[] bytes)
    {
        var kind = Draw(1)[0] % 6;
        var at = Number(bytes.Length);
        if (kind < 3)
        {
            byte[] between = kind switch { 0 => [(byte)(bytes[at] ^ (1 << Number(8)))], 1 => [], _ => [Draw(1)[0], bytes[at]] };
            return [.. bytes[..at], .. between, .. bytes[(at + 1)..]];
        }

        var lines = Encoding.Latin1.GetString(bytes).Split('\n').ToList();
        var line = Number(lines.Count - 2);
        var taken = lines[line];
        if (kind == 3)
        {
            lines.RemoveAt(line);
        }
        else if (kind == 4)
        {
            lines.Insert(line, taken);
        }
        else
        {
            (lines[line], lines[line + 1]) = (lines[line + 1], taken);
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private int Number(int below) => (int)(BitConverter.ToUInt32(Draw(4)) % (uint)below);

    private byte[] Draw(int length)
    {
        var bytes = new byte[length];
        _entropy(bytes);
        return bytes;
    }

    private SealRequest RequestFor(int i) => new()
    {
        Tender = $"E-{Convert.ToHexString(Draw(8))}",
        Lot = $"L{i}",
        Part = (SealPart)(i % 7),
        Bidder = "91440300MA5TEST01X",
        Version = 1 + BitConverter.ToUInt32(Draw(4)),
        Opening = new Digest(Draw(32)),
        Release = i % 3 == 2 ? SealRelease.Escrow : SealRelease.Bidder,
        Threshold = 2 + (i % 2),
        BidderCertificates = [_bidder.Certificate],
        CustodianCertificates = [.. _custodians.Select(c => c.Certificate)],
    };

    private static (string, string)[] Fields(SealRequest request, SealSecrets secrets) =>
    [
        ("tender", request.Tender), ("lot", request.Lot), ("part", SealWords.Of(request.Part)), ("bidder", request.Bidder),
        ("version", request.Version.ToString(CultureInfo.InvariantCulture)), ("opening", request.Opening.ToBase64()),
        ("release", SealWords.Of(request.Release)), ("threshold", request.Threshold.ToString(CultureInfo.InvariantCulture)),
        ("bidder_certificates", string.Concat(request.BidderCertificates.Select(c => c.ToPem()))),
        ("custodian_certificates", string.Concat(request.CustodianCertificates.Select(c => c.ToPem()))),
        ("b", Convert.ToBase64String(secrets.B)), ("t", Convert.ToBase64String(secrets.T)),
        ("salt", Convert.ToBase64String(secrets.Salt)),
    ];

    private IEnumerable<(int Number, byte[] Message)> SharesOf(SealedHeader header) => _custodians
        .Select((custodian, i) => (i + 1, StanzaOpener.Open(header, StanzaRole.Custodian, custodian.Key)!));

    private string Shares(SealedHeader header) => string.Join(' ', SharesOf(header).Select(s =>
        string.Create(CultureInfo.InvariantCulture, $"{s.Number}:{Convert.ToBase64String(s.Message)}")));

    private async Task<long?> Open(byte[] file, byte[] m, SealedHeader header)
    {
        var request = new OpeningRequest
        {
            Certificates = [_bidder.Certificate, .. _custodians.Select(c => c.Certificate)],
            BidderRelease = m,
            CustodianReleases = [.. SharesOf(header).Select(s => new ShareRelease(s.Number, s.Message))],
        };
        using var input = new MemoryStream(file);
        var verdict = await Opener.OpenAsync(request, input, Stream.Null);
        Assert.True(verdict.IsOpen, verdict.Evidence);
        return verdict.Length;
    }

    private Task<string> Verify(byte[] message, byte[] signature) => _node.Ask(
        "verify", ("spki", Convert.ToBase64String(_bidder.Key.PublicKey.Spki)), ("message", Convert.ToBase64String(message)),
        ("signature", Convert.ToBase64String(signature)));

    /// <summary>Bytes that look random and are the same in every run.</summary>
    private static Entropy Seeded(string seed)
    {
        var count = 0;
        return destination =>
        {
            for (var at = 0; at < destination.Length; at += Digest.Size)
            {
                var block = Digest.OfUtf8(string.Create(CultureInfo.InvariantCulture, $"{seed} {count++}"));
                block.AsSpan()[..Math.Min(Digest.Size, destination.Length - at)].CopyTo(destination[at..]);
            }
        };
    }

    private sealed record Pair(Sm2PrivateKey Key, Certificate Certificate)
    {
        public static Pair Issue(TestCa ca, string subject, Entropy entropy)
        {
            var key = Sm2PrivateKey.Generate(entropy);
            const string first = "91440300MA5TEXTX0";
            var code = $"{first}{CreditCode.CheckCharacter(first)}";
            return new Pair(key, ca.Issue(subject, code, key.PublicKey, CertificateUsage.Encrypt, Now));
        }
    }
}

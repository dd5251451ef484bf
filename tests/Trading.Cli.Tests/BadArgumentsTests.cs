namespace Trading.Cli.Tests;

/// <summary>Whatever a person types: not 0, one sentence, nothing written.</summary>
public sealed class BadArgumentsTests : IDisposable
{
    private const string Seal = "seal {bin} --tender T --lot 1 --part all --bidder 91440300MA5EXAMPLE --version 1 "
        + "--opening AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= --bidder-cert {b} "
        + "--custodian-cert {c1} --custodian-cert {c2} --threshold 2 -o out";

    private readonly Bench _bench = new();

    public static TheoryData<int, string, string> Lines() => new()
    {
        { 2, "", "Required command" },
        { 2, "bogus", "'bogus' is not known here" },
        { 2, "keys", "Required command" },
        { 2, "seal", "see: trading seal --help" },
        { 2, "seal {bin}", "--output" },
        { 2, "seal {bin} -o out", "--tender is missing" },
        { 2, Without("--tender T"), "--tender is missing" },
        { 2, Without("--lot 1"), "--lot is missing" },
        { 2, Without("--part all"), "--part is missing" },
        { 2, Without("--version 1"), "--version is missing" },
        { 2, Without("--threshold 2"), "--threshold is missing" },
        { 2, Without("--custodian-cert {c2}"), "2 to 16 custodians" },
        { 2, Without("--bidder-cert {b}"), "--bidder-cert is missing" },
        { 2, With("--version 1", "--version 0"), "--version is a whole number from 1" },
        { 2, With("--version 1", "--version 99999999999"), "--version is a whole number" },
        { 2, With("--version 1", "--version -1"), "--version is a whole number" },
        { 2, With("--version 1", "--version"), "--version" },
        { 2, With("--version 1", "--version 1 --version 2"), "--version" },
        { 2, With("--threshold 2", "--threshold 1"), "--threshold is a whole number from 2" },
        { 2, With("--threshold 2", "--threshold 3"), "threshold is 2 to 2" },
        { 2, With("--part all", "--part everything"), "--part is" },
        { 2, With("--tender T", "--tender 招标"), "tender's number" },
        { 2, With("--lot 1", "--lot 1/2"), "lot's number" },
        { 2, With("91440300MA5EXAMPLE", "123"), "18 digits" },
        { 2, With("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAA"), "--opening is base64" },
        { 2, With("{c2}", "{c1}"), "One key appears" },
        { 2, With("-o out", "-o out --unknown"), "--unknown" },
        { 2, With("-o out", "-o out --release maybe"), "--release is" },
        { 2, With("-o out", "-o out --policy {bin}"), "--opening stands in the policy" },
        { 2, With("-o out", "-o out --from-record r"), "stands in the seal record" },
        { 1, With("{bin}", "missing.bin"), "There is no file missing.bin" },
        { 1, With("{bin}", "{folder}"), "is a directory" },
        { 1, With("-o out", "-o {folder}"), "is a directory" },
        { 1, With("-o out", "-o {folder}/no/such/out"), "does not exist" },
        { 1, With("-o out", "-o {there}"), "is there already" },
        { 1, With("-o out", "-o out --record {there}"), "is there already" },
        { 1, With("{c1}", "missing.crt"), "There is no file missing.crt" },
        { 1, With("{c1}", "{bin}"), "is not a certificate" },
        { 1, With("{c1}", "{binary}"), "is not a text in UTF-8" },
        { 1, With("-o out", "-o out --passphrase-file missing"), "There is no file missing" },
        { 1, With("-o out", "-o out --passphrase-file {folder}"), "is a directory" },
        { 1, With("-o out", "-o out --passphrase-file {empty}"), "is empty" },
        { 1, "seal {bin} --from-record {bin} -o out", "is not a seal record" },
        { 1, "seal {bin} --from-record missing -o out", "There is no file missing" },
        { 2, "open -o out", "Required argument" },
        { 2, "open {vector}", "--output" },
        { 1, "open missing --bidder-key {bkey} -o out", "There is no file missing" },
        { 1, "open {folder} --bidder-key {bkey} -o out", "is a directory" },
        { 1, "open {bin} --bidder-key {bkey} -o out", "is not a sealed file" },
        { 1, "open {empty} --bidder-key {bkey} -o out", "is not a sealed file" },
        { 1, "open {vector} -o out", "BIDDER_RELEASE_BAD" },
        { 1, "open {vector} --bidder-key {bkey} -o out", "TOO_FEW_SHARES" },
        { 1, "open {vector} --bidder-key missing -o out", "There is no file missing" },
        { 1, "open {vector} --bidder-key {b} -o out", "is not a private key" },
        { 2, "open {vector} --bidder-key {bkey} --custodian-key {c1} -o out", "such as 1=C1.key" },
        { 2, "open {vector} --bidder-key {bkey} --custodian-key 0={c1} -o out", "such as 1=C1.key" },
        { 2, "open {vector} --bidder-key {bkey} --custodian-key 17={c1} -o out", "such as 1=C1.key" },
        { 2, "open {vector} --bidder-key {bkey} --custodian-key 1= -o out", "such as 1=C1.key" },
        { 2, "open {vector} --bidder-key {bkey} --custodian-key 1=a --custodian-key 1=b -o out", "once" },
        { 1, "open {vector} --bidder-key {bkey} --receipt {bin} -o out", "is not a receipt" },
        { 1, "open {vector} --bidder-key {bkey} --policy {bin} -o out", "is not an opening policy" },
        { 1, "open {vector} --bidder-key {bkey} -o {vector} --force", "named twice" },
        { 2, "inspect", "Required argument" },
        { 1, "inspect missing", "There is no file missing" },
        { 1, "inspect {bin}", "UnknownFormat" },
        { 2, "draw", "--record" },
        { 2, "draw --record {bin}", "--reveal" },
        { 2, "verify", "Required argument" },
        { 1, "verify missing.zip", "There is no file missing.zip" },
        { 1, "verify {bin}", "is not a record that can be read" },
        { 1, "verify {folder}", "is a directory" },
        { 1, "verify {bin} --receipt {bin}", "is not a receipt" },
        { 2, "receipt", "Required argument" },
        { 1, "receipt {bin}", "is not a receipt" },
        { 2, "login --key {bkey} --cert {b}", "--server" },
        { 2, "login --server http://h --cert {b}", "--key" },
        { 1, "login --server http://localhost:9 --key missing --cert {b}", "There is no file missing" },
        { 1, "login --server http://localhost:9 --key {bkey} --cert {c1}", "is not the key of" },
        { 2, "login --server http://localhost:9 --key {bkey} --cert {b}", "--party" },
        { 2, "login --server ftp://h --key {bkey} --cert {b} --party P1", "is not a centre's address" },
        { 2, "login --server centre --key {bkey} --cert {b} --party P1", "is not a centre's address" },
        { 1, "login --server http://localhost:9 --key {bkey} --cert {b} --party P1", "cannot be reached" },
        { 1, "login --server https://localhost:9 --key {bkey} --cert {b} --party P1 --ca {bin}",
            "holds no certificate" },
        { 2, "submit --server http://localhost:9 --tender T --lot 1 --key {bkey} --cert {b} {vector}",
            "--version is missing" },
        { 2, "submit --server http://localhost:9 --tender T --lot 1 --version 1 --key {bkey} --cert {b} {vector}",
            "--party" },
        { 2, "submit --server http://localhost:9 --tender T --lot 1 --version 1 --key {bkey} --cert {b}",
            "Required argument" },
        { 2, "release --server http://localhost:9 --tender T --lot 1 --key {bkey} --cert {b} --party P1",
            "either --encrypt-key" },
        { 2, "custody", "Required command" },
        { 2, "custody steal", "'steal' is not known here" },
        { 2, "keys new --code 91440300708461136T --out k", "--subject" },
        { 2, "keys new --subject S --code 91440300708461136A --out k", "the last one checks the others" },
        { 1, "keys new --subject S --code 91440300708461136T --out {there}", "cannot be made" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Fails_with_one_sentence(int code, string line, string sentence)
    {
        var there = _bench.Write("there", "mine");
        _bench.Write("empty", "");
        _bench.Write("binary", [0xff, 0xfe, 0x00]);
        var places = new Dictionary<string, string>
        {
            ["{bin}"] = Bench.Vector("small.bin"), ["{vector}"] = Bench.Vector("small.bidseal"),
            ["{b}"] = Bench.Vector("b.crt"),
            ["{c1}"] = Bench.Vector("c1.crt"), ["{c2}"] = Bench.Vector("c2.crt"), ["{bkey}"] = Bench.Vector("b.key"),
            ["{folder}"] = _bench.Folder, ["{there}"] = there, ["{empty}"] = _bench.At("empty"),
            ["{binary}"] = _bench.At("binary"),
        };
        var arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => places.Aggregate(word, (text, place) => text.Replace(place.Key, place.Value,
                StringComparison.Ordinal)))
            .Select(word => word is "out" or "k" ? _bench.At(word) : word);

        var error = await _bench.FailsAsync(code, [.. arguments]);

        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(["binary", "empty", "there"], _bench.Files());
        Assert.Equal("mine", await File.ReadAllTextAsync(there));
    }

    [Theory]
    [InlineData]
    [InlineData("keys")]
    [InlineData("keys", "new")]
    [InlineData("seal")]
    [InlineData("open")]
    [InlineData("inspect")]
    [InlineData("draw")]
    [InlineData("verify")]
    [InlineData("receipt")]
    [InlineData("login")]
    [InlineData("submit")]
    [InlineData("withdraw")]
    [InlineData("release")]
    [InlineData("custody")]
    [InlineData("custody", "sign-live-set")]
    [InlineData("custody", "sign-window-shut")]
    [InlineData("custody", "release")]
    public async Task Help_teaches_and_succeeds(params string[] command)
    {
        await _bench.SucceedsAsync([.. command, "--help"]);

        Assert.Contains("Usage:", _bench.Out, StringComparison.Ordinal);
        Assert.Equal("", _bench.Error);
        if (command is not ([] or ["keys"] or ["custody"]))
        {
            Assert.Contains($"Example:\n  trading {string.Join(' ', command)} ", _bench.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_encrypted_key_without_its_pass_phrase_says_how_to_give_it()
    {
        _bench.Passphrase = "right";
        await _bench.SucceedsAsync(
            "keys", "new", "--subject", "S", "--code", "91440300708461136T", "--out", _bench.At("k"));
        string[] line = ["open", Bench.Vector("small.bidseal"), "--bidder-key", _bench.At("k/encrypt.key"), "-o",
            _bench.At("out")];

        _bench.Passphrase = null;
        Assert.Contains("TRADING_PASSPHRASE", await _bench.FailsAsync(1, line), StringComparison.Ordinal);
        _bench.Passphrase = "wrong";
        var error = await _bench.FailsAsync(1, line);
        Assert.Contains("pass phrase does not open", error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", error, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();

    private static string Without(string words) => With(words, "");

    private static string With(string words, string others) => Seal.Replace(words, others, StringComparison.Ordinal);
}

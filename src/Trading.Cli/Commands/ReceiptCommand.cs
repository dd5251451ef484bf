using System.CommandLine;
using System.Globalization;
using System.Text;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Cli.Server;
using Trading.Client;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Cli.Commands;

/// <summary>
/// Checks a receipt offline: who signed it, whether the log holds its leaf, whether it is of these files.
/// </summary>
internal sealed class ReceiptCommand : ToolCommand
{
    private readonly Argument<string> _receipt = Symbols.File("FILE", "the receipt");
    private readonly Option<string?> _centre = Symbols.Text(
        "--centre-cert", "C.crt", "the centre's signing certificate");
    private readonly Option<string?> _log = Symbols.Text(
        "--log-key", "FILE", "the log's key, a line such as name+key id+base64");

    private readonly Option<string[]> _files = Symbols.Many(
        "--file", "X.bidseal", "a sealed file it should be the receipt of");

    private readonly Option<string?> _server = Symbols.Text(
        "--server", "URL", "fetch the log's proof from the centre and write it into FILE, where it holds none yet");

    public ReceiptCommand(ToolHost host)
        : base(
            host,
            "receipt",
            "Checks a receipt without any server: the centre's signature, the log's proof, the files.",
            "trading receipt bid.receipt --centre-cert centre.crt --log-key log.vkey --file bid.bidseal\n"
            + "trading receipt bid.receipt --centre-cert centre.crt --log-key log.vkey --server "
            + "https://bid.example.gov.cn") =>
        Takes(_receipt, _centre, _log, _files, _server);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_receipt);
        var receipt = await Keys.ReadReceiptAsync(path, cancellation);
        if (arguments.GetValue(_centre) is not { } centrePath)
        {
            throw new ToolException(
                $"{path} is well-formed, but who signed it was not checked; give the centre's certificate by "
                + "--centre-cert.");
        }

        if (arguments.GetValue(_server) is { } server && receipt.Proof is null)
        {
            receipt = await CompleteAsync(receipt, path, server, cancellation);
        }

        var centre = await Keys.ReadCertificateAsync(centrePath, cancellation);
        if (receipt.Note.Check(new NoteKey(Receipt.KeyName, centre.PublicKey)) is { } fault)
        {
            throw new ToolException($"{path} is not signed by {centrePath} ({fault}); do not rely on it.");
        }

        Tell(receipt.Record);
        Host.Out.WriteLine("holds: the centre signed it");
        await CheckProofAsync(receipt, path, arguments.GetValue(_log), cancellation);
        foreach (var file in arguments.GetValue(_files)!)
        {
            await CheckFileAsync(receipt.Record, file, cancellation);
        }
    }

    private async Task<Receipt> CompleteAsync(
        Receipt receipt, string path, string server, CancellationToken cancellation)
    {
        using var client = new CentreClient(ServerAddress.Of(server), Host.Entropy, Host.Time, Host.Network);
        var complete = await ServerAddress.TryAsync(server, () => client.Complete(receipt, cancellation));
        if (complete is null)
        {
            Host.Warn("the log has not published the receipt's leaf yet; ask again after the next batch.");
            return receipt;
        }

        await using var file = NewFile.Create(Host, path, replaces: true);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(complete.ToText()), cancellation);
        await file.CommitAsync(cancellation);
        return complete;
    }

    private async Task CheckProofAsync(Receipt receipt, string path, string? logPath, CancellationToken cancellation)
    {
        if (receipt.Proof is not { } proof)
        {
            if (logPath is not null)
            {
                throw new ToolException(
                    $"{path} holds no proof of the log yet; fetch it from the centre by --server.");
            }

            Host.Out.WriteLine("not checked: the log (the receipt holds no proof yet)");
            return;
        }

        if (logPath is null)
        {
            Host.Out.WriteLine("not checked: the log's proof (give its key by --log-key)");
            return;
        }

        var key = await Inputs.ReadAsync(logPath, "a log's key", NoteKey.Parse, cancellation);
        if (proof.Check(receipt.Record.LeafEntry.AsSpan(), key) is { } fault)
        {
            throw new ToolException($"The log's proof in {path} does not hold ({fault}); tell the supervisor.");
        }

        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"holds: the log {proof.Checkpoint.Origin} has it as leaf {proof.Index} of {proof.Checkpoint.Size}"));
    }

    private async Task CheckFileAsync(ReceiptRecord record, string path, CancellationToken cancellation)
    {
        await using var file = Inputs.Open(path);
        var digest = await Sm3.HashAsync(file, cancellation);
        var part = record.Parts.FirstOrDefault(p => p.FileSm3 == digest && p.FileSize == file.Length)
            ?? throw new ToolException(
                $"{path} (SM3 {digest}) is not a file this receipt names; give the one submitted.");
        Host.Out.WriteLine($"holds: {path} is part {part.Part}");
    }

    private void Tell(ReceiptRecord record)
    {
        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"tender {record.Tender}, lot {record.Lot}, bidder {record.Bidder}, version {record.Version}"));
        Host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"received {record.Received.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} (clock {record.ClockSource})"));
        foreach (var part in record.Parts)
        {
            Host.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"part {part.Part}: {part.FileSize} bytes, SM3 {part.FileSm3}"));
        }
    }
}

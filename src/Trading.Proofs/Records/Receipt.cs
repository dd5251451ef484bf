using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>
/// A receipt as a bidder keeps it: the body, the centre's signature as a signed note, and, once the leaf has been
/// published, the log proof as a second block. Body and signature never change; checkable offline in both forms.
/// </summary>
public sealed record Receipt(SignedNote Note, LogProof? Proof)
{
    /// <summary>The name under which the centre signs.</summary>
    public const string KeyName = "centre";

    /// <summary>The body.</summary>
    public ReceiptRecord Record => ReceiptRecord.Parse(Note.Text);

    /// <summary>A signed receipt, without a proof yet.</summary>
    public static Receipt Sign(ReceiptRecord record, ISm2PrivateKey centre) =>
        new(SignedNote.Sign(record.ToText(), KeyName, centre), null);

    /// <summary>The same receipt completed by its proof.</summary>
    public Receipt With(LogProof proof) => this with { Proof = proof };

    /// <summary>Null if everything present is right, else the cause. A receipt without a proof checks its signature.</summary>
    /// <param name="centre">The centre's signing key.</param>
    /// <param name="log">The log's key, named as its origin.</param>
    public NoteFault? Check(Sm2PublicKey centre, NoteKey log)
    {
        if (Note.Check(new NoteKey(KeyName, centre)) is { } fault)
        {
            return fault;
        }

        return Proof?.Check(Record.LeafEntry.AsSpan(), log);
    }

    /// <summary>The text as <see cref="Parse"/> reads it.</summary>
    public string ToText() => Proof is null ? Note.ToString() : $"{Note}\n{Proof.ToText()}";

    /// <summary>Reads a receipt with or without its proof, strictly.</summary>
    /// <exception cref="NoteException">The signature block or the proof is malformed.</exception>
    /// <exception cref="RecordException">The body is malformed.</exception>
    public static Receipt Parse(string text)
    {
        var parting = text.IndexOf($"\n\n{LogProof.FirstLine}\n", StringComparison.Ordinal);
        var receipt = parting < 0
            ? new Receipt(SignedNote.Parse(text), null)
            : new Receipt(SignedNote.Parse(text[..(parting + 1)]), LogProof.Parse(text[(parting + 2)..]));
        ReceiptRecord.Parse(receipt.Note.Text);
        return receipt;
    }
}

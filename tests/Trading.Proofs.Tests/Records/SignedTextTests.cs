using System.Text;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Proofs.Tests.Records;

public sealed class SignedTextTests
{
    private static readonly Sm2PrivateKey[] Keys =
        [.. Enumerable.Range(0, 4).Select(i => Sm2PrivateKey.FromScalar(Digest.OfUtf8($"signer {i}").AsSpan()))];

    private static readonly SignedText Text = RecordExamples.WindowShut.SignWith(Keys[0]).With(Keys[1]);

    [Fact]
    public void Any_k_of_the_custodians_are_enough_and_fewer_are_not()
    {
        var custodians = Keys[..3].Select(k => k.PublicKey).ToList();

        Assert.Null(Text.Check(custodians, needed: 2));
        Assert.Null(RecordExamples.WindowShut.SignWith(Keys[2]).With(Keys[0]).Check(custodians, needed: 2));
        Assert.Equal(SignatureFault.TooFew, Text.Check(custodians, needed: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Text.Check(custodians, needed: 0));
    }

    [Fact]
    public void Each_fault_has_its_name()
    {
        var keys = Keys.Select(k => k.PublicKey).ToList();
        var swapped = Text with
        {
            Signatures = [Text.Signatures[0] with { Value = Text.Signatures[1].Value }, Text.Signatures[1]],
        };

        Assert.Equal(SignatureFault.Missing, new SignedText(Text.Text, []).Check(keys));
        Assert.Equal(SignatureFault.Missing, new SignedText(Text.Text, default).Check(keys));
        Assert.Equal(SignatureFault.Repeated, Text.With(Keys[0]).Check(keys));
        Assert.Equal(SignatureFault.UnknownSigner, Text.Check(Keys[0].PublicKey));
        Assert.Equal(SignatureFault.Bad, swapped.Check(keys));
        Assert.Equal(SignatureFault.Bad, (Text with { Text = Text.Text.Replace("2 released", "3 released", StringComparison.Ordinal) }).Check(keys));
    }

    [Fact]
    public void Signatures_have_limits_and_one_past_is_refused()
    {
        var many = Enumerable.Range(0, RecordLimits.Signatures + 1)
            .Select(i => new RecordSignature(Digest.OfUtf8($"{i}"), [1])).ToList();
        var long_ = new RecordSignature(Keys[0].PublicKey.Id, new byte[RecordLimits.SignatureBytes + 1]);

        Assert.Equal(SignatureFault.TooLarge, new SignedText("x\n", [.. many]).Check(Keys[0].PublicKey));
        Assert.Equal(SignatureFault.UnknownSigner, new SignedText("x\n", [.. many[..^1]]).Check(Keys[0].PublicKey));
        Assert.Equal(SignatureFault.TooLarge, new SignedText("x\n", [long_]).Check(Keys[0].PublicKey));
        Assert.Equal(
            SignatureFault.Bad,
            new SignedText("x\n", [long_ with { Value = long_.Value[..^1] }]).Check(Keys[0].PublicKey));
        Assert.Equal(RecordLimits.Signatures, SignedText.ParseFile(new SignedText("x\n", [.. many[..^1]]).ToFile()).Signatures.Length);
        Assert.Throws<RecordException>(() => SignedText.ParseFile(new SignedText("x\n", [.. many]).ToFile()));
        Assert.Throws<RecordException>(() => SignedText.ParseFile(new SignedText("x\n", [long_]).ToFile()));
    }

    [Fact]
    public void A_file_and_its_json_are_read_back()
    {
        Assert.Equal(Text, SignedText.ParseFile(Text.ToFile()));
        Assert.Equal(Text, CanonicalJson.Deserialize<SignedText>(CanonicalJson.Serialize(Text)));
        Assert.Equal(new SignedText("x\n", []), SignedText.ParseFile("x\n\n"));
        Assert.StartsWith(Text.Text + "\n— ", Text.ToFile(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("x\n\n— a b")]
    [InlineData("x\n\n— a b\n")]
    [InlineData("x\n\n\n")]
    [InlineData("x\n\n- ISjj1iyHDYA8yJ5kQj8Xz4BM7WIHyNUHHGDScDDzYCY= AQ==\n")]
    public void A_malformed_file_is_refused(string file) =>
        Assert.Throws<RecordException>(() => SignedText.ParseFile(file));

    [Fact]
    public void A_signature_under_one_type_never_passes_under_another()
    {
        var submit = RecordExamples.Submit.SignWith(Keys[0]);
        var replace = (RecordExamples.Submit with { Replaces = true }).ToText();

        Assert.Null(submit.Check(Keys[0].PublicKey));
        Assert.Equal(SignatureFault.Bad, (submit with { Text = replace }).Check(Keys[0].PublicKey));
    }

    [Fact]
    public void A_receipt_holds_offline_without_and_with_its_proof()
    {
        var (tree, index) = RecordExamples.PublishReceipt();
        var (centre, log) = (Keys[0], Keys[1]);
        var key = new NoteKey("log.example.cn/sm3", log.PublicKey);
        var receipt = Receipt.Sign(RecordExamples.Receipt, centre);
        var complete = receipt.With(
            LogProof.Make(tree, index, new Checkpoint(key.Name, tree.Size, tree.Root).Sign(log)));

        Assert.Null(receipt.Check(centre.PublicKey, key));
        Assert.Null(complete.Check(centre.PublicKey, key));
        Assert.Equal(receipt, Receipt.Parse(receipt.ToText()));
        Assert.Equal(complete, Receipt.Parse(complete.ToText()));
        Assert.Equal(RecordExamples.Receipt.ToText(), complete.Record.ToText());
        Assert.StartsWith(receipt.ToText(), complete.ToText(), StringComparison.Ordinal);
        Assert.Equal(64, tree.Size);
    }

    [Fact]
    public void A_receipt_that_was_changed_or_proves_another_leaf_is_found()
    {
        var (tree, index) = RecordExamples.PublishReceipt();
        var (centre, log) = (Keys[0], Keys[1]);
        var key = new NoteKey("log.example.cn/sm3", log.PublicKey);
        var note = new Checkpoint(key.Name, tree.Size, tree.Root).Sign(log);
        var complete = Receipt.Sign(RecordExamples.Receipt, centre).With(LogProof.Make(tree, index, note));
        var other = Receipt.Sign(RecordExamples.Receipt with { EventSm3 = Digest.OfUtf8("other") }, centre);

        Assert.Equal(NoteFault.NotSigned, complete.Check(log.PublicKey, key));
        Assert.Equal(NoteFault.NotIncluded, other.With(complete.Proof!).Check(centre.PublicKey, key));
        Assert.Equal(
            NoteFault.NotIncluded, complete.With(LogProof.Make(tree, (index + 1) % 64, note)).Check(centre.PublicKey, key));
        var text = complete.ToText().Replace("version 1", "version 2", StringComparison.Ordinal);
        Assert.Equal(NoteFault.BadSignature, Receipt.Parse(text).Check(centre.PublicKey, key));
    }

    [Fact]
    public void A_receipt_with_a_malformed_body_or_proof_is_refused()
    {
        var signed = SignedNote.Sign("receipt/1 SM\n", Receipt.KeyName, Keys[0]).ToString();

        Assert.Throws<RecordException>(() => Receipt.Parse(signed));
        Assert.Throws<NoteException>(() => Receipt.Parse(RecordExamples.Receipt.ToText()));
        Assert.Throws<NoteException>(
            () => Receipt.Parse(Receipt.Sign(RecordExamples.Receipt, Keys[0]).ToText() + "\nc2sp.org/tlog-proof@v1\n"));
    }

    [Fact]
    public void Only_the_bytes_of_the_text_are_signed() =>
        Assert.True(Keys[0].PublicKey.Verify(Encoding.UTF8.GetBytes(Text.Text), Text.Signatures[0].Value));
}

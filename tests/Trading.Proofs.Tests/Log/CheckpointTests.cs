using System.Text;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Log;

public sealed class CheckpointTests
{
    private static readonly NoteKey VectorKey = NoteKey.Parse(Vector("checkpoint.vkey"));

    [Fact]
    public void The_vector_verifies_and_is_written_again_byte_for_byte()
    {
        var note = SignedNote.Parse(Vector("checkpoint.note"));
        var checkpoint = Checkpoint.Parse(note.Text);

        Assert.Equal(Vector("checkpoint.note"), note.ToString());
        Assert.Equal(Vector("checkpoint.body"), checkpoint.ToText());
        Assert.Equal(("log.example-ggzy.cn/sm3", 8L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(MerkleTreeTests.Vector().Root, checkpoint.Root);
        Assert.Null(note.Check(VectorKey));
    }

    [Fact]
    public void The_vectors_key_id_and_signature_are_those_of_its_files()
    {
        var note = SignedNote.Parse(Vector("checkpoint.note"));

        Assert.Equal(0x189156edu, VectorKey.KeyId);
        Assert.Equal(Vector("checkpoint.vkey").TrimEnd('\n'), VectorKey.ToString());
        Assert.Equal(File.ReadAllBytes("vectors/checkpoint.sig"), note.Signatures[0].Value);
    }

    [Fact]
    public void Any_flipped_character_of_the_text_is_found()
    {
        var note = SignedNote.Parse(Vector("checkpoint.note"));
        for (var i = 0; i < note.Text.Length - 1; i++)
        {
            var text = note.Text.ToCharArray();
            text[i] = text[i] == '0' ? '1' : '0';
            Assert.Equal(NoteFault.BadSignature, (note with { Text = new string(text) }).Check(VectorKey));
        }
    }

    [Fact]
    public void A_supervisor_signs_beside_the_log_and_unknown_keys_are_passed_over()
    {
        var (log, supervisor, stranger) = (Key(1), Key(2), Key(3));
        var note = new Checkpoint("log.example.cn/sm3", 64, Digest.OfUtf8("root")).Sign(log)
            .With("supervisor.example.cn", supervisor)
            .With("stranger.example.cn", stranger);
        var logKey = new NoteKey("log.example.cn/sm3", log.PublicKey);
        var witness = new NoteKey("supervisor.example.cn", supervisor.PublicKey);

        Assert.Equal(note, SignedNote.Parse(note.ToString()));
        Assert.Null(note.Check(logKey));
        Assert.Null(note.Check(logKey, witness));
        Assert.Equal(NoteFault.NotSigned, note.Check(new NoteKey("log.example.cn/sm3", Key(4).PublicKey)));
        Assert.Equal(NoteFault.NotSigned, note.Check());
    }

    [Fact]
    public void A_note_takes_sixteen_signatures_and_not_one_more()
    {
        var note = Enumerable.Range(0, LogLimits.NoteSignatures)
            .Aggregate(new SignedNote("text\n", []), (n, i) => n.With($"key{i}", Key((byte)(i + 1))));
        var oneMore = note with { Signatures = note.Signatures.Add(note.Signatures[0]) };

        Assert.Equal(note, SignedNote.Parse(note.ToString()));
        Assert.Throws<InvalidOperationException>(() => note.With("key17", Key(17)));
        Assert.Equal(NoteFault.TooManySignatures, Fault(() => SignedNote.Parse(oneMore.ToString())));
    }

    [Fact]
    public void A_note_one_byte_too_long_is_refused()
    {
        var rest = SignedNote.Sign("\n", "k", Key(1)).ToString().Length - 1;
        var note = SignedNote.Sign(new string('x', LogLimits.NoteBytes - rest - 8) + "\n", "k", Key(1));
        var fill = LogLimits.NoteBytes - note.ToString().Length - 2;
        note = note with { Text = new string('x', fill) + note.Text };

        Assert.Equal(LogLimits.NoteBytes, Encoding.UTF8.GetByteCount(note.ToString()));
        _ = SignedNote.Parse(note.ToString());
        Assert.Equal(NoteFault.TooLong, Fault(() => SignedNote.Parse("x" + note)));
    }

    [Theory]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— key AAAAAAA=")]
    [InlineData("text\n\n- key AAAAAAA=\n")]
    [InlineData("text\n\n— key AAAAAA\n")]
    [InlineData("text\n\n— key AAAAAA==\n")]
    [InlineData("text\n\n— k+y AAAAAAA=\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("te\txt\n\n— key AAAAAAA=\n")]
    [InlineData("text\r\n\n— key AAAAAAA=\n")]
    public void A_malformed_note_is_refused(string note) =>
        Assert.Equal(NoteFault.Malformed, Fault(() => SignedNote.Parse(note)));

    [Theory]
    [InlineData("origin\n8\n")]
    [InlineData("origin\n08\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzg=\n")]
    [InlineData("origin\n-8\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzg=\n")]
    [InlineData("origin\n1099511627777\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzg=\n")]
    [InlineData("\n8\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzg=\n")]
    [InlineData("origin\n8\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzh=\n")]
    [InlineData("origin\n8\nvEi6enCRhLXypjHhreuNwqDUwBjB1syJtWZP4VTJOzg=\nextension\n")]
    public void A_malformed_checkpoint_is_refused(string text) =>
        Assert.Equal(NoteFault.Malformed, Fault(() => Checkpoint.Parse(text)));

    [Theory]
    [InlineData("log.example-ggzy.cn/sm3+189156ee+/1NNMi1TTTMKMFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEsoG2AiJoDjzFMpUQ+kMNnriM4dHegZhul3koaNN25DyZCLjO0WN5DfXFR+fXeN0V3JqwUTIi9hSA29SajvvgVw==")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("name+189156ed")]
    public void A_key_of_another_id_or_type_is_refused(string vkey) =>
        Assert.Throws<FormatException>(() => NoteKey.Parse(vkey));

    [Fact]
    public void A_keys_name_has_256_characters_at_most()
    {
        Assert.Equal(LogLimits.KeyName, new NoteKey(new string('n', LogLimits.KeyName), Key(1).PublicKey).Name.Length);
        Assert.Throws<ArgumentException>(() => new NoteKey(new string('n', LogLimits.KeyName + 1), Key(1).PublicKey));
    }

    internal static Sm2PrivateKey Key(byte number) =>
        Sm2PrivateKey.FromScalar(Digest.OfUtf8($"test key {number}").AsSpan());

    internal static NoteFault Fault(Action act) => Assert.Throws<NoteException>(act).Fault;

    private static string Vector(string name) => File.ReadAllText($"vectors/{name}");
}

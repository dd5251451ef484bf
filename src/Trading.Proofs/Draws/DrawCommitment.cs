using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Draws;

/// <summary>
/// What a party binds itself to in round 1: c = H("draw/1 commit" ‖ 0x00 ‖ r ‖ draw id). The draw's id keeps a
/// commitment of one draw from serving in another; r hides because it is 32 random bytes.
/// </summary>
public static class DrawCommitment
{
    /// <summary>The commitment to 32 random bytes of a party's own device.</summary>
    public static Digest Of(Digest reveal, string draw) =>
        Sm3.Hash("draw/1 commit\0"u8, reveal.AsSpan(), Encoding.UTF8.GetBytes(draw));
}

using System.Diagnostics.CodeAnalysis;

namespace Trading.Proofs.Primitives;

/// <summary>RFC 4648 §4 with padding, canonical: no white space, and unused bits are zero.</summary>
public static class StrictBase64
{
    /// <summary>Decodes; false when the text is not the one canonical form of some bytes.</summary>
    public static bool TryDecode([NotNullWhen(true)] string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is null || text.Length % 4 != 0)
        {
            return false;
        }

        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, buffer, out var written))
        {
            return false;
        }

        // The BCL skips white space and ignores unused bits: only the text that encodes back is canonical.
        if (!string.Equals(Convert.ToBase64String(buffer, 0, written), text, StringComparison.Ordinal))
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }
}

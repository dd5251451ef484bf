using System.Globalization;
using System.Text;

namespace Trading.Proofs.Records;

/// <summary>
/// The characters records may hold. Records are NFC; the check here is stricter and needs no Unicode tables of the
/// machine (in globalization-invariant mode the library's own check always says yes): characters that NFC replaces,
/// and those that may join the one before, are refused, and so are invisible ones. What is left has one spelling.
/// </summary>
internal static class RecordCharacters
{
    // NFC_Quick_Check = No in Unicode: compatibility ideographs, composition exclusions, singletons.
    private static readonly (int First, int Last)[] Replaced =
    [
        (0x0374, 0x0374), (0x037E, 0x037E), (0x0387, 0x0387), (0x0958, 0x095F), (0x09DC, 0x09DD), (0x09DF, 0x09DF),
        (0x0A33, 0x0A33), (0x0A36, 0x0A36), (0x0A59, 0x0A5B), (0x0A5E, 0x0A5E), (0x0B5C, 0x0B5D), (0x0F43, 0x0F43),
        (0x0F4D, 0x0F4D), (0x0F52, 0x0F52), (0x0F57, 0x0F57), (0x0F5C, 0x0F5C), (0x0F69, 0x0F69), (0x1F71, 0x1F71),
        (0x1F73, 0x1F73), (0x1F75, 0x1F75), (0x1F77, 0x1F77), (0x1F79, 0x1F79), (0x1F7B, 0x1F7B), (0x1F7D, 0x1F7D),
        (0x1FBB, 0x1FBB), (0x1FBE, 0x1FBE), (0x1FC9, 0x1FC9), (0x1FCB, 0x1FCB), (0x1FD3, 0x1FD3), (0x1FDB, 0x1FDB),
        (0x1FE3, 0x1FE3), (0x1FEB, 0x1FEB), (0x1FEE, 0x1FEF), (0x1FF9, 0x1FF9), (0x1FFB, 0x1FFB), (0x1FFD, 0x1FFD),
        (0x2126, 0x2126), (0x212A, 0x212B), (0x2329, 0x232A), (0x2ADC, 0x2ADC), (0xF900, 0xFA0D), (0xFA10, 0xFA10),
        (0xFA12, 0xFA12), (0xFA15, 0xFA1E), (0xFA20, 0xFA20), (0xFA22, 0xFA22), (0xFA25, 0xFA26), (0xFA2A, 0xFA6D),
        (0xFA70, 0xFAD9), (0xFB1D, 0xFB1D), (0xFB1F, 0xFB1F), (0xFB2A, 0xFB36), (0xFB38, 0xFB3C), (0xFB3E, 0xFB3E),
        (0xFB40, 0xFB41), (0xFB43, 0xFB44), (0xFB46, 0xFB4E), (0x1D15E, 0x1D164), (0x1D1BB, 0x1D1C0), (0x2F800, 0x2FA1D),
        // Hangul vowels and tails that join the jamo before.
        (0x1161, 0x1175), (0x11A8, 0x11C2),
    ];

    /// <summary>Whether every character has one spelling and can be seen; line feeds are left to the caller.</summary>
    public static bool AreAllowed(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is >= ' ' and <= '~')
            {
                continue;
            }

            if (!Rune.TryGetRuneAt(line, i, out var rune) || !IsAllowed(rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return true;
    }

    private static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => false,
        // Of the spaces only the ordinary one and the ideographic one.
        UnicodeCategory.SpaceSeparator => rune.Value is ' ' or 0x3000,
        _ => !Replaced.Any(r => rune.Value >= r.First && rune.Value <= r.Last),
    };
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Trading.Proofs.Primitives;

/// <summary>
/// An SM3 digest (GB/T 32905): 32 bytes. Two digests are equal when all bytes are; they sort by their bytes.
/// <c>default</c> is 32 zero bytes, which no known text hashes to. Text form: 64 lower-case hex digits.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
[JsonConverter(typeof(DigestJsonConverter))]
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Takes exactly 32 bytes as they are.</summary>
    /// <exception cref="ArgumentException">The length is not 32.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A digest has 32 bytes, not {bytes.Length}.", nameof(bytes));
        }

        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The SM3 digest of the bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => Sm3.Hash(bytes);

    /// <summary>The SM3 digest of the text's UTF-8 bytes, without any normalisation.</summary>
    public static Digest OfUtf8(string text) => Sm3.Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads 64 lower-case hex digits; anything else throws <see cref="FormatException"/>.</summary>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException("A digest is 64 lower-case hex digits.");

    /// <summary>Reads 64 lower-case hex digits; false for anything else, upper case included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null || text.Length != Size * 2)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        digest = new Digest(Convert.FromHexString(text));
        return true;
    }

    /// <summary>
    /// Reads canonical base64 of 32 bytes (44 characters); anything else throws <see cref="FormatException"/>.
    /// </summary>
    public static Digest FromBase64(string text) =>
        TryFromBase64(text, out var digest)
            ? digest
            : throw new FormatException("A digest is canonical base64 of 32 bytes.");

    /// <summary>
    /// Reads canonical base64 of 32 bytes (44 characters, unused bits zero); false for anything else.
    /// </summary>
    public static bool TryFromBase64([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (!StrictBase64.TryDecode(text, out var bytes) || bytes.Length != Size)
        {
            return false;
        }

        digest = new Digest(bytes);
        return true;
    }

    /// <summary>Canonical base64, 44 characters.</summary>
    public string ToBase64() => Convert.ToBase64String(AsSpan());

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsSpan());

    /// <summary>A copy of the 32 bytes.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>The 32 bytes in place.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(new ReadOnlySpan<Digest>(in this));

    /// <inheritdoc/>
    public int CompareTo(Digest other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <inheritdoc/>
    public bool Equals(Digest other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}

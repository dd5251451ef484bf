using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// A key whose signatures stand under notes. C2SP signed-note leaves type byte 0xff to formats without a number;
/// ours is 0xff ‖ "SM2-SM3" ‖ LF ‖ SPKI DER, and the key id is the beginning of SHA-256(name ‖ LF ‖ that).
/// </summary>
public sealed record NoteKey
{
    private static readonly byte[] Type = [0xff, .. "SM2-SM3\n"u8];

    /// <summary>The key under a name: 1 to <see cref="LogLimits.KeyName"/> characters, no space, no plus sign.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public NoteKey(string name, Sm2PublicKey key)
    {
        if (!IsName(name))
        {
            throw new ArgumentException("A key's name has no spaces and no plus sign.", nameof(name));
        }

        (Name, Key) = (name, key);
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. Type, .. key.Spki]);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The key's name; a log's key is named as its origin.</summary>
    public string Name { get; }

    /// <summary>The public key.</summary>
    public Sm2PublicKey Key { get; }

    /// <summary>Finds the key's signature among others; too short to prove anything.</summary>
    public uint KeyId { get; }

    /// <summary>Reads <c>name+hex key id+base64</c>, with or without a last line feed.</summary>
    /// <exception cref="FormatException">It is no SM2 note key, or the key id is not its own.</exception>
    public static NoteKey Parse(string text)
    {
        var parts = text.TrimEnd('\n').Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !StrictBase64.TryDecode(parts[2], out var encoded))
        {
            throw new FormatException("A note key is written name+key id+base64.");
        }

        if (!encoded.AsSpan().StartsWith(Type))
        {
            throw new FormatException("The note key is of another type than SM2-SM3.");
        }

        var key = new NoteKey(parts[0], Sm2PublicKey.FromSpki(encoded.AsSpan(Type.Length)));
        return parts[1] == key.KeyIdText
            ? key
            : throw new FormatException("The key id of the note key does not belong to its key.");
    }

    /// <summary>The key as <see cref="Parse"/> reads it, without line feed.</summary>
    public override string ToString() =>
        $"{Name}+{KeyIdText}+{Convert.ToBase64String([.. Type, .. Key.Spki])}";

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= LogLimits.KeyName
        && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    private string KeyIdText => KeyId.ToString("x8", CultureInfo.InvariantCulture);
}

using System.Formats.Asn1;
using System.Text;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Trading.Proofs.Primitives;

/// <summary>
/// An SM2 public key (GB/T 32918): a point on the curve, never infinity, checked on every import.
/// Two keys are equal when their points are.
/// </summary>
public sealed class Sm2PublicKey : IEquatable<Sm2PublicKey>
{
    /// <summary>The signer's identity in certificates and in all our records (GM/T 0009).</summary>
    public const string DefaultIdentity = "1234567812345678";

    private static readonly byte[] CurveText =
    [
        .. Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"),
        .. Convert.FromHexString("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"),
        .. Convert.FromHexString("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
        .. Convert.FromHexString("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"),
    ];

    private readonly byte[] _encoded;
    private readonly byte[] _spki;

    internal Sm2PublicKey(ECPoint point)
    {
        Point = point.Normalize();
        _encoded = Sm2Curve.Encode(Point);
        _spki = EncodeSpki(_encoded);
        Id = Digest.Of(_spki);
        Z = IdentityDigest(Encoding.ASCII.GetBytes(DefaultIdentity));
    }

    internal ECPoint Point { get; }

    /// <summary>Z of the default identity: SM3(ENTL ‖ ID ‖ a ‖ b ‖ G ‖ this point).</summary>
    internal Digest Z { get; }

    /// <summary>SM3 of the SubjectPublicKeyInfo: names the key everywhere ("certid" in sealed files).</summary>
    public Digest Id { get; }

    /// <summary>SubjectPublicKeyInfo, DER: id-ecPublicKey with the named curve, uncompressed point.</summary>
    public ReadOnlySpan<byte> Spki => _spki;

    /// <summary>0x04 ‖ x ‖ y, 65 bytes.</summary>
    public ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>Reads a SubjectPublicKeyInfo in the one form above.</summary>
    /// <exception cref="FormatException">
    /// Another algorithm or curve, a compressed point, a point off the curve.
    /// </exception>
    public static Sm2PublicKey FromSpki(ReadOnlySpan<byte> der)
    {
        try
        {
            var reader = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
            var spki = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var algorithm = spki.ReadSequence();
            var named = algorithm.ReadObjectIdentifier() == Sm2Oids.EcPublicKey
                && algorithm.ReadObjectIdentifier() == Sm2Oids.Curve;
            algorithm.ThrowIfNotEmpty();
            var point = spki.ReadBitString(out var unused);
            spki.ThrowIfNotEmpty();
            return named && unused == 0
                ? FromPoint(point)
                : throw new FormatException("The public key is not an SM2 key on the recommended curve.");
        }
        catch (AsnContentException e)
        {
            throw new FormatException("The public key is not a DER SubjectPublicKeyInfo.", e);
        }
    }

    /// <summary>Reads 0x04 ‖ x ‖ y.</summary>
    /// <exception cref="FormatException">Not 65 bytes, compressed, or not on the curve.</exception>
    public static Sm2PublicKey FromPoint(ReadOnlySpan<byte> encoded) =>
        new(Sm2Curve.Decode(encoded)
            ?? throw new FormatException("The public key is not an uncompressed point on the SM2 curve."));

    /// <summary>
    /// Whether the signature (DER) over the message is by this key under the default identity.
    /// r and s out of range, other encodings and trailing bytes are false, never an exception.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        VerifyDigest(MessageDigest(message), signature);

    /// <summary>e = SM3(Z ‖ M), what a token signs.</summary>
    public Digest MessageDigest(ReadOnlySpan<byte> message) => Sm3.Hash(Z.AsSpan(), message);

    /// <summary>The same for a caller that has e = SM3(Z ‖ M) already, as for a stream.</summary>
    public bool VerifyDigest(Digest e, ReadOnlySpan<byte> signature)
    {
        if (Sm2Signature.Decode(signature) is not { } given)
        {
            return false;
        }

        var t = given.R.Add(given.S).Mod(Sm2Curve.N);
        if (t.SignValue == 0)
        {
            return false;
        }

        var point = ECAlgorithms.SumOfTwoMultiplies(Sm2Curve.G, given.S, Point, t).Normalize();
        if (point.IsInfinity)
        {
            return false;
        }

        var r = new BigInteger(1, e.ToArray()).Add(point.AffineXCoord.ToBigInteger()).Mod(Sm2Curve.N);
        return r.Equals(given.R);
    }

    /// <inheritdoc/>
    public bool Equals(Sm2PublicKey? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sm2PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Z for any identity, as TLS uses another one (RFC 8998).</summary>
    internal Digest IdentityDigest(ReadOnlySpan<byte> identity)
    {
        var bits = identity.Length * 8;
        return Sm3.Hash([(byte)(bits >> 8), (byte)(bits & 0xff)], identity, CurveText, _encoded.AsSpan(1));
    }

    private static byte[] EncodeSpki(byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sm2Oids.EcPublicKey);
                writer.WriteObjectIdentifier(Sm2Oids.Curve);
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }
}

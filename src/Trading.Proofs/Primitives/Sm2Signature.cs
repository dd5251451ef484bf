using System.Formats.Asn1;
using Org.BouncyCastle.Math;

namespace Trading.Proofs.Primitives;

/// <summary>SEQUENCE{INTEGER r, INTEGER s}, strict DER: one byte form per signature, nothing after it.</summary>
internal readonly record struct Sm2Signature(BigInteger R, BigInteger S)
{
    /// <summary>The longest possible: two integers of 33 bytes.</summary>
    internal const int MaximumSize = 72;

    internal static Sm2Signature? Decode(ReadOnlySpan<byte> der)
    {
        if (der.Length > MaximumSize)
        {
            return null;
        }

        try
        {
            var reader = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var r = new BigInteger(sequence.ReadIntegerBytes().ToArray());
            var s = new BigInteger(sequence.ReadIntegerBytes().ToArray());
            sequence.ThrowIfNotEmpty();
            return InRange(r) && InRange(s) ? new Sm2Signature(r, s) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(R.ToByteArrayUnsigned());
            writer.WriteIntegerUnsigned(S.ToByteArrayUnsigned());
        }

        return writer.Encode();
    }

    private static bool InRange(BigInteger value) => value.SignValue > 0 && value.CompareTo(Sm2Curve.N) < 0;
}

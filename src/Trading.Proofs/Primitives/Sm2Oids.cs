namespace Trading.Proofs.Primitives;

/// <summary>Object identifiers of GM/T 0006 and GM/T 0010 that the formats here carry.</summary>
internal static class Sm2Oids
{
    internal const string EcPublicKey = "1.2.840.10045.2.1";
    internal const string Curve = "1.2.156.10197.1.301";
    internal const string Sm2Encryption = "1.2.156.10197.1.301.3";
    internal const string Sm2WithSm3 = "1.2.156.10197.1.501";
    internal const string Sm4Cbc = "1.2.156.10197.1.104.2";

    /// <summary>GM/T 0091 A.2, as openssl writes it since 3.2.</summary>
    internal const string HmacSm3 = "1.2.156.10197.1.401.3.1";

    /// <summary>The registered one, as other tools write it; read, not written.</summary>
    internal const string HmacSm3Registered = "1.2.156.10197.1.401.2";

    internal const string Data = "1.2.156.10197.6.1.4.2.1";
    internal const string EnvelopedData = "1.2.156.10197.6.1.4.2.3";
}

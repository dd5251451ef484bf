using System.Formats.Asn1;

namespace Trading.Proofs.Certificates;

/// <summary>A subject or issuer: its exact DER, by which names are compared, and its attributes for people.</summary>
internal sealed class DistinguishedName
{
    internal const string CommonName = "2.5.4.3";
    internal const string Country = "2.5.4.6";
    internal const string Organization = "2.5.4.10";
    internal const string OrganizationalUnit = "2.5.4.11";
    internal const string SerialNumber = "2.5.4.5";

    private readonly List<(string Oid, string Value)> _attributes = [];

    private DistinguishedName(byte[] der) => Der = der;

    internal byte[] Der { get; }

    /// <summary>The last attribute of the kind: the most specific one.</summary>
    internal string? this[string oid] => _attributes.LastOrDefault(a => a.Oid == oid).Value;

    internal IEnumerable<string> All(string oid) => _attributes.Where(a => a.Oid == oid).Select(a => a.Value);

    internal static DistinguishedName Decode(ReadOnlyMemory<byte> der)
    {
        var name = new DistinguishedName(der.ToArray());
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var oid = attribute.ReadObjectIdentifier();
                name._attributes.Add((oid, Text(attribute)));
            }
        }

        return name;
    }

    internal static DistinguishedName Of(params (string Oid, string Value)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (oid, value) in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    var kind = oid == Country ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String;
                    writer.WriteCharacterString(kind, value);
                }
            }
        }

        return Decode(writer.Encode());
    }

    public override string ToString() => string.Join(", ", _attributes.Select(a => $"{Label(a.Oid)}={a.Value}"));

    /// <summary>Any ASN.1 string as text; other values as hex, so that a strange name is still a name.</summary>
    internal static string Text(AsnReader reader)
    {
        var tag = reader.PeekTag();
        var kind = (UniversalTagNumber)tag.TagValue;
        var isText = tag.TagClass == TagClass.Universal && kind is UniversalTagNumber.UTF8String
            or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.BMPString
            or UniversalTagNumber.T61String or UniversalTagNumber.VisibleString or UniversalTagNumber.NumericString;
        return isText
            ? reader.ReadCharacterString(kind)
            : Convert.ToHexStringLower(reader.ReadEncodedValue().Span);
    }

    private static string Label(string oid) => oid switch
    {
        CommonName => "CN",
        Country => "C",
        Organization => "O",
        OrganizationalUnit => "OU",
        SerialNumber => "serialNumber",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "1.2.840.113549.1.9.1" => "emailAddress",
        _ => oid,
    };
}

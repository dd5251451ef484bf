using System.Security.Cryptography;

namespace Trading.Proofs.Certificates;

/// <summary>The blocks of a PEM text (RFC 7468), in order, text between them ignored.</summary>
internal static class PemText
{
    internal static IEnumerable<(string Label, byte[] Bytes)> Blocks(string pem)
    {
        var offset = 0;
        while (PemEncoding.TryFind(pem.AsSpan(offset), out var fields))
        {
            var text = pem[offset..];
            yield return (text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]));
            offset += fields.Location.End.GetOffset(text.Length);
        }
    }
}

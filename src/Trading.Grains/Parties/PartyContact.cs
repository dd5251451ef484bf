using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Parties;

/// <summary>
/// Whom to reach at a party. Personal information: it lives in the private part of one event only, and the signed
/// registration names it by a salted digest, so that it can be erased (个人信息保护法 第四十七条).
/// </summary>
public sealed record PartyContact(string Person, string Phone, string? Mail = null)
{
    /// <summary>Characters of each field.</summary>
    public const int FieldLimit = 100;

    /// <summary>SM3(salt ‖ canonical JSON), which the line <c>contact</c> of register/1 holds.</summary>
    public Digest Sm3(Digest salt) => Proofs.Primitives.Sm3.Hash(salt.AsSpan(), CanonicalJson.Serialize(this));

    /// <summary>Whether each field is within its limit.</summary>
    public bool IsWithinLimits() =>
        Person.Length is > 0 and <= FieldLimit
        && Phone.Length is > 0 and <= FieldLimit
        && Mail is null or { Length: <= FieldLimit };
}

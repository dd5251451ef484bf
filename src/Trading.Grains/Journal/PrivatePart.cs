using System.Text;
using System.Text.Json.Nodes;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Journal;

/// <summary>
/// The erasable part of an event as it is recorded: the event's private properties and a random salt of its own, in one
/// canonical JSON object. Erasing it erases the salt too, so that what stays, its digest, cannot be matched with guesses of a
/// short text such as a telephone number (个人信息保护法 第四十七条).
/// </summary>
internal static class PrivatePart
{
    /// <summary>The property that no event may have for itself.</summary>
    public const string SaltName = "salt";

    /// <summary>The recorded form of private properties: canonical JSON in, canonical JSON with the salt out.</summary>
    public static string Seal(string json, Digest salt)
    {
        var part = JsonNode.Parse(json)!.AsObject();
        part.Add(SaltName, salt.ToString());
        return Encoding.UTF8.GetString(CanonicalJson.Write(part));
    }

    /// <summary>SM3 of the recorded form.</summary>
    public static Digest Sm3(string recorded) => Digest.OfUtf8(recorded);

    /// <summary>Whether the recorded form is canonical and has a salt.</summary>
    public static bool IsSealed(string recorded) =>
        CanonicalJson.Check(Encoding.UTF8.GetBytes(recorded)) is null
        && JsonNode.Parse(recorded) is JsonObject part
        && part[SaltName] is JsonValue value
        && value.TryGetValue<string>(out var text)
        && Digest.TryParse(text, out _);
}

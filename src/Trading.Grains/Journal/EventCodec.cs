using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Grains.Journal;

/// <summary>
/// Turns the events of one family into JSON and back: body and private part apart, visibility by attribute.
/// Made once per family; making it checks the family's shape, so that a wrong event type fails at start and not at a
/// deadline.
/// </summary>
/// <typeparam name="TEvent">The abstract record of the family.</typeparam>
public sealed class EventCodec<TEvent> where TEvent : class
{
    private readonly FrozenDictionary<Type, Member> _members;

    private EventCodec() =>
        _members = GrainJson.FamilyOf(typeof(TEvent)).ToFrozenDictionary(m => m.Type, m => new Member(m.Type, m.Name));

    public static EventCodec<TEvent> Instance { get; } = new();

    /// <summary>The names of all event types of the family, sorted.</summary>
    public IEnumerable<string> Types => _members.Values.Select(m => m.Type).Order(StringComparer.Ordinal);

    /// <summary>The event as JSON.</summary>
    public EncodedEvent Encode(TEvent @event)
    {
        var member = _members[@event.GetType()];
        var body = JsonSerializer.SerializeToNode(@event, GrainJson.Options)!.AsObject();
        var hidden = new JsonObject();
        foreach (var name in member.PrivateNames)
        {
            if (body.TryGetPropertyValue(name, out var value))
            {
                body.Remove(name);
                hidden.Add(name, value);
            }
        }

        return new EncodedEvent(
            member.Type,
            member.Visibility,
            member.BeginsOpening,
            Text(body),
            hidden.Count == 0 ? null : Text(hidden));
    }

    /// <summary>The event that was recorded; properties of an erased private part are null.</summary>
    /// <exception cref="InvalidDataException">The recorded JSON is not an event of this family.</exception>
    public TEvent Decode(RecordedEvent recorded)
    {
        try
        {
            var body = JsonNode.Parse(recorded.Body)!.AsObject();
            if (recorded.Private is not null)
            {
                foreach (var (name, value) in JsonNode.Parse(recorded.Private)!.AsObject()
                    .Where(property => property.Key != PrivatePart.SaltName))
                {
                    body.Add(name, value?.DeepClone());
                }
            }

            var @event = body.Deserialize<TEvent>(GrainJson.Options)!;
            return _members[@event.GetType()].Type == recorded.Type
                ? @event
                : throw new JsonException($"its body says it is a {_members[@event.GetType()].Type}");
        }
        catch (Exception e) when (
            e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"Event {recorded.Version} of {recorded.Stream} is no {recorded.Type} of {typeof(TEvent).Name}: "
                + e.Message, e);
        }
    }

    private static string Text(JsonObject json) => Encoding.UTF8.GetString(CanonicalJson.Write(json));

    private sealed class Member
    {
        public Member(Type type, string name)
        {
            Type = name;
            Visibility = type.GetCustomAttribute<VisibleAttribute>()?.Visibility ?? Visibility.Public;
            BeginsOpening = type.IsDefined(typeof(BeginsOpeningAttribute));
            PrivateNames =
            [
                .. GrainJson.Options.GetTypeInfo(type).Properties
                    .Where(p => p.AttributeProvider?.IsDefined(typeof(PrivateAttribute), inherit: true) == true)
                    .Select(p => p.IsSetNullable || p.AssociatedParameter is { IsNullable: true }
                        ? p.Name
                        : throw new InvalidOperationException(
                            $"{type.Name}.{p.Name} is private and must be nullable: after erasure it reads as null.")),
            ];
            if (PrivateNames.Contains(PrivatePart.SaltName))
            {
                throw new InvalidOperationException(
                    $"{type.Name} has a private property named {PrivatePart.SaltName}: this name is the private part's own.");
            }
        }

        public string Type { get; }

        public Visibility Visibility { get; }

        public bool BeginsOpening { get; }

        public string[] PrivateNames { get; }
    }
}

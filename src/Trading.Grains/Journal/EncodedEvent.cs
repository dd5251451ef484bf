namespace Trading.Grains.Journal;

/// <summary>An event as JSON, before it is sealed into a stream.</summary>
/// <param name="Type">The discriminator of the event family.</param>
/// <param name="Visibility">Who may see the body, and from when.</param>
/// <param name="BeginsOpening">True for the event from which on the stream's masked events are shown.</param>
/// <param name="Body">Canonical JSON of everything that is not private, the discriminator included.</param>
/// <param name="Private">Canonical JSON of the properties marked <see cref="PrivateAttribute"/>; null where all are
/// null.</param>
public sealed record EncodedEvent(string Type, Visibility Visibility, bool BeginsOpening, string Body, string? Private);

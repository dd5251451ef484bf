namespace Trading.Client.Messages;

/// <summary>Serving or not; how busy is nobody's to know before an opening.</summary>
public sealed record Health(string Status);

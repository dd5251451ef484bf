using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Client.Messages;

/// <summary>One page of the list; <paramref name="Next"/> is the last id where there are more.</summary>
public sealed record TenderList(ImmutableArray<TenderLine> Tenders, TenderId? Next);

/// <summary>One published tender. Nothing here moves with submissions.</summary>
public sealed record TenderLine(TenderId Id, string Name, PartyId Tenderee, DateTimeOffset PublishedAt);

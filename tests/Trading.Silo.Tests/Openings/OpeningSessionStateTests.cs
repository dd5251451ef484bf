using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Silo.Openings;

namespace Trading.Silo.Tests.Openings;

public sealed class OpeningSessionStateTests
{
    [Fact]
    public void Who_asks_while_an_opening_is_under_way_is_heard_when_it_leaves()
    {
        var state = new OpeningSessionState(new OpeningSession(new SignedText("", []), "", []), key: null);
        Assert.True(state.TryEnter());
        Assert.False(state.TryEnter());
        Assert.False(state.TryEnter());
        Assert.True(state.Leave());
        Assert.True(state.TryEnter());
        Assert.False(state.Leave());
    }
}

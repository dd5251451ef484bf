using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Grains.Tests.Tenders.Support;

namespace Trading.Grains.Tests.Tenders;

public sealed class MainJobTests
{
    [Fact]
    public void A_tender_goes_from_registration_to_the_closed_record()
    {
        var lot = Stages.Recorded.State.Lots[Terms.Lot];

        Assert.Equal(LotStage.RecordClosed, lot.Stage);
        Assert.Equal(Role.Attestation, Stages.Recorded.State.Desk);
        Assert.Equal(3, lot.Award.Published!.Candidates.Length);
        Assert.Equal(lot.Award.Published.Candidates[0], lot.Award.Awarded!.Winner);
        Assert.NotNull(lot.Opening!.Draw.Result);
    }
}

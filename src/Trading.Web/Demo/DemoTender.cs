using System.Collections.Immutable;
using Trading.Client;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Demo;

/// <summary>What the acts of the play share: the tender, its people, the clock, and how to wait for the centre.</summary>
internal sealed record DemoTender(TenderId Id, DemoCast Cast, DemoClock Clock, DemoStory Story, Entropy Entropy, Uri Centre)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static LotId Lot => DemoDocuments.Lot;

    public string Room => new Uri(Centre, $"tenders/{Id}/lots/{Lot}/room").ToString();

    public async Task<PolicyRecord> Policy() =>
        PolicyRecord.Parse((await Cast.Tenderee.Client.Tender(Id)).Policy ?? throw new DemoFailedException("the tender has no policy"));

    public async Task<LotView> View() => (await Cast.Tenderee.Client.Tender(Id)).Lots.Single(lot => lot.Id == Lot);

    /// <summary>Waits until the lot is at a stage: the platform's own acts are nudged, not asked for.</summary>
    public Task Reach(LotStage stage) => Until(async () => (await View()).Stage == stage, $"the lot to become {stage}");

    public static async Task Until(Func<Task<bool>> holds, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new DemoFailedException($"waited {Patience.TotalSeconds:N0} s for {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Does what must be refused, and checks that it is, with this code.</summary>
    public static async Task<string> Refused(string code, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (CentreRefusedException e) when (e.Problem.Code == code)
        {
            return e.Problem.Chinese;
        }

        throw new DemoFailedException($"expected the refusal {code}");
    }

    /// <summary>A person signs the text that its task shows.</summary>
    public async Task<SignedText> SignTask(DemoPerson person, LotId? lot, string command) =>
        person.Identity.Sign((await person.Client.FindTask(Id, lot, command))?.Text
            ?? throw new DemoFailedException($"{person.Name} has no task {command}"));

    public DateTimeOffset Now
    {
        get
        {
            var now = Clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    public static SignedText SignedBy(LineRecord record, params ReadOnlySpan<DemoPerson> people)
    {
        var signed = new SignedText(record.ToText(), []);
        foreach (var person in people)
        {
            signed = signed.With(person.Identity.Key);
        }

        return signed;
    }

    public static ImmutableArray<string> Pem(params ReadOnlySpan<Certificate> certificates)
    {
        var pem = ImmutableArray.CreateBuilder<string>();
        foreach (var certificate in certificates)
        {
            pem.Add(certificate.ToPem());
        }

        return pem.ToImmutable();
    }

    public Task Do(DemoPerson person, TenderCommand command) => person.Client.Execute(Id, command);
}

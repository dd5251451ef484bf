using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>An act about to be decided, in parts that a fault can change: state, actor, time, statement, signature, command.</summary>
internal sealed record Scene(Play Play, Actor Actor, LineRecord? Record, Person Signer, Func<Scene, TenderCommand> Make)
{
    /// <summary>The certificate that goes with the statement.</summary>
    public string Pem { get; init; } = Signer.Pem;

    /// <summary>What happens to the signed text at last.</summary>
    public Func<SignedText, SignedText> Tamper { get; init; } = signed => signed;

    /// <summary>What happens to the command at last.</summary>
    public Func<TenderCommand, TenderCommand> Change { get; init; } = command => command;

    public SignedText Statement => Tamper(Signer.Signs(Record!));

    public Decision<TenderEvent> Decide() => Play.Decide(Actor, Change(Make(this)));

    public Scene WithPlay(Func<Play, Play> change) => this with { Play = change(Play) };

    public Scene With<T>(Func<T, T> change) where T : LineRecord => this with { Record = change((T)Record!) };

    public Scene Command<T>(Func<T, T> change) where T : TenderCommand
    {
        var before = Change;
        return this with { Change = command => change((T)before(command)) };
    }
}

/// <summary>One thing that is wrong with a scene, and the refusal it alone leads to.</summary>
internal sealed record Fault(Refusal Refusal, Func<Scene, Scene> Apply);

/// <summary>
/// The faults of one command in the documented order. Each alone gives its refusal; any two give the earlier one. That is
/// precedence, shown for every pair and not only for neighbours.
/// </summary>
internal static class Faults
{
    public static void AreRefusedInOrder(Scene right, params Fault[] faults)
    {
        Assert.IsType<Decision<TenderEvent>.Accepted>(right.Decide());
        var places = faults.Select(fault => TenderRefusal.All.Select(one => one.Code).ToList().IndexOf(fault.Refusal.Code)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        foreach (var (fault, index) in faults.Select((fault, index) => (fault, index)))
        {
            Assert.Equal(fault.Refusal.Code, CodeOf(fault.Apply(right)));
            foreach (var later in faults.Skip(index + 1))
            {
                Assert.Equal((fault.Refusal.Code, later.Refusal.Code), (CodeOf(fault.Apply(later.Apply(right))), later.Refusal.Code));
            }
        }
    }

    public static string? CodeOf(Scene scene) => (scene.Decide() as Decision<TenderEvent>.Refused)?.Refusal.Code;

    public static Fault NotRegistered { get; } =
        new(TenderRefusal.NotRegistered, scene => scene.WithPlay(play => play with { State = Tender.Initial(Terms.Id.Value) }));

    public static Fault LotUnknown { get; } = new(TenderRefusal.LotUnknown, scene => scene.Command<LotCommand>(c => c with { Lot = new LotId("9") }));

    public static Fault RoleNotAllowed { get; } =
        new(TenderRefusal.RoleNotAllowed, scene => scene with { Actor = scene.Actor with { Role = Role.Auditor } });

    public static Fault WrongStage(LotStage stage) => new(TenderRefusal.WrongStage, scene => scene.WithPlay(play => play with
    {
        State = play.State with
        {
            Lots = play.State.Lots.SetItem(Terms.Lot, play.State.Lots[Terms.Lot] with { Stage = stage }),
        },
    }));

    /// <summary>What can be wrong with any signed statement of one person, its fields excepted.</summary>
    public static Fault[] OfSignature(Person expired, Person another) =>
    [
        new(TenderRefusal.CertificateMalformed, scene => scene with { Pem = "no certificate" }),
        new(TenderRefusal.CertificateNotActors, scene => scene with { Actor = scene.Actor with { Certificate = Digest.OfUtf8("another") } }),
        new(TenderRefusal.CertificateOfAnother, scene => By(scene, another)),
        new(TenderRefusal.CertificateUsage, scene => scene with
        {
            Pem = scene.Signer.EncryptPem,
            Actor = scene.Actor with { Certificate = scene.Signer.Encrypt.Id },
        }),
        new(TenderRefusal.CertificateNotValid, scene => By(scene, expired)),
        new(TenderRefusal.SignatureMissing, scene => scene with { Tamper = signed => signed with { Signatures = [] } }),
        new(TenderRefusal.SignatureInvalid, scene => scene with
        {
            Tamper = signed => signed with { Signatures = [scene.Signer.Signs("other text").Signatures[0]] },
        }),
        new(TenderRefusal.StatementMalformed, scene => scene with { Tamper = signed => scene.Signer.Signs(signed.Text + "more x\n") }),
    ];

    /// <summary>A field that says something else than the state.</summary>
    public static Fault Differs<T>(Func<T, T> change) where T : LineRecord =>
        new(TenderRefusal.StatementDiffers, scene => scene.With(change));

    private static Scene By(Scene scene, Person person) => scene with
    {
        Signer = person,
        Pem = person.Pem,
        Actor = scene.Actor with { Certificate = person.Sign.Id },
    };
}

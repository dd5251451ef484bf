using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 抽取系数 in three rounds (sealing.md D.2): commitments with the digests of the envelopes, the envelopes, the reveals.
/// Whoever
/// withholds gains nothing, since the others open its envelope; whoever sent a malformed one is named, and the draw
/// is void.
/// </summary>
internal static class DrawRules
{
    /// <summary>
    /// After so many void draws the next one needs the superior authority; here the supervisor begins it.
    /// </summary>
    public const int MaximumVoids = 2;

    /// <summary>The named cause of a void draw.</summary>
    public const string EnvelopeMalformed = "ENVELOPE_MALFORMED";

    /// <summary>The named cause where a party neither does its part nor can be replaced by the others.</summary>
    public const string Withheld = "WITHHELD";

    /// <summary>
    /// In the place of a share: the envelope for the sender of the command does not open, or never came.
    /// </summary>
    public const string NoShare = "none";

    /// <summary>How long a party has for its part of a round before others may say that it withholds it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Round 1.</summary>
    public static Decision<TenderEvent> Commit(LotAct<CommitDraw> act)
    {
        var draw = act.Opening.Draw;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var standing = !ConfirmationRules.NeedsDraw(act.Lot) ? TenderRefusal.DrawNotNeeded
            : draw.Voids.Length >= MaximumVoids && draw.Commits.IsEmpty && act.Actor.Role != Role.Supervisor
                ? TenderRefusal.DrawNeedsAuthority
            : draw.Commits.ContainsKey(number) || draw.Record is not null ? TenderRefusal.DrawRoundOver
            : null;
        if (standing is not null)
        {
            return standing;
        }

        var c = act.Command;
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, DrawCommitRecord.Parse);
        var refusal = read.Refusal
            ?? CheckEncryption(act)
            ?? Statements.Differs(
                ("draw", read.Record.Draw == draw.IdOf(act.Tender.Id, act.Id)),
                ("party", read.Record.Party == number),
                ("role", read.Record.Role == RoleOf(act.Actor.Role)))
            ?? (draw.Commits.Values.Any(other => Read(other).Commit == read.Record.Commit) ? TenderRefusal.DrawCommitmentEqual : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var committed = new DrawCommitted(act.Id, number, c.Statement, c.Certificate, c.EncryptionCertificate)
        {
            At = act.At,
            By = act.Actor,
        };
        var all = draw.Commits.SetItem(number, committed);
        return all.Count < CoefficientDraw.PartyNames.Length ? committed : ImmutableArray.Create<TenderEvent>(
            committed,
            new DrawRecordClosed(act.Id, RecordOf(act.Tender, act.Lot, all).ToText()) { At = act.At, By = act.Actor });
    }

    /// <summary>Round 2: the envelope that was committed to, and no other.</summary>
    public static Decision<TenderEvent> HandInEnvelope(LotAct<HandInDrawEnvelope> act)
    {
        var draw = act.Opening.Draw;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var standing = CheckParty(act, number)
            ?? (draw.Envelopes.ContainsKey(number) ? TenderRefusal.DrawRoundOver
                : draw.Record is null ? TenderRefusal.DrawRoundNotBegun
                : null);
        if (standing is not null)
        {
            return standing;
        }

        var commit = draw.Commits[number];
        var statement = act.Command.Statement;
        var refusal = Statements.CheckSignature(statement, Statements.ReadCertificate(commit.Certificate)!)
            ?? Statements.Differs(("envelope-sm3", statement.Sm3() == Read(commit).EnvelopeSm3));
        if (refusal is not null)
        {
            return refusal;
        }

        return DrawEnvelopes.IsWellFormed(draw, draw.IdOf(act.Tender.Id, act.Id), number, statement.Text)
            ? new DrawEnvelopeHandedIn(act.Id, number, statement) { At = act.At, By = act.Actor }
            : new DrawVoided(act.Id, number, EnvelopeMalformed, Envelope: statement) { At = act.At, By = act.Actor };
    }

    /// <summary>Round 3. The reveal also shows whether its envelope held what was committed to.</summary>
    public static Decision<TenderEvent> Reveal(LotAct<RevealDraw> act)
    {
        var draw = act.Opening.Draw;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var refusal = CheckParty(act, number)
            ?? (draw.Reveals.ContainsKey(number) ? TenderRefusal.DrawRoundOver
                : !IsRevealing(draw) ? TenderRefusal.DrawRoundNotBegun
                : DrawCommitment.Of(act.Command.Reveal, draw.IdOf(act.Tender.Id, act.Id)) != DrawEnvelopes.CommitmentOf(draw, number)
                    ? TenderRefusal.DrawRevealWrong
                : null);
        return refusal is not null ? refusal : Revealed(act, number, act.Command.Reveal, isRecovered: false, []);
    }

    /// <summary>
    /// The others open a withheld reveal. Who has not done its own part of the round may not; who cannot open its
    /// share says
    /// "none", after <see cref="Patience"/>, and the draw is void in the name of the party that withholds: it could
    /// have revealed.
    /// </summary>
    public static Decision<TenderEvent> Recover(LotAct<RecoverDrawReveal> act)
    {
        var draw = act.Opening.Draw;
        var c = act.Command;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var standing = CheckParty(act, number)
            ?? (draw.Reveals.ContainsKey(c.Party) || draw.Shares.ContainsKey((c.Party, number)) ? TenderRefusal.DrawRoundOver
                : draw.Record is null || c.Share != NoShare && !IsRevealing(draw) || !HasDoneOwnPart(draw, number)
                    ? TenderRefusal.DrawRoundNotBegun
                : null);
        if (standing is not null)
        {
            return standing;
        }

        if (c.Share == NoShare)
        {
            return c.Party == number || !draw.Commits.ContainsKey(c.Party) || !IsRevealing(draw) && draw.Envelopes.ContainsKey(c.Party)
                    ? TenderRefusal.DrawShareWrong
                : act.At < draw.LastStep!.Value + Patience
                    ? TenderRefusal.DrawStillInTime.With("until", UtcText.Of(draw.LastStep.Value + Patience))
                : new DrawVoided(act.Id, c.Party, Withheld) { At = act.At, By = act.Actor };
        }

        if (c.Party == number || !draw.Envelopes.ContainsKey(c.Party)
            || !StrictBase64.TryDecode(c.Share ?? "", out var message) || !DrawEnvelopes.IsShare(draw, c.Party, number, message))
        {
            return TenderRefusal.DrawShareWrong;
        }

        var opened = new DrawShareOpened(act.Id, c.Party, number, c.Share!) { At = act.At, By = act.Actor };
        var messages = draw.Shares.Where(share => share.Key.Party == c.Party)
            .ToDictionary(share => share.Key.By, share => Convert.FromBase64String(share.Value));
        messages[number] = message;
        return messages.Count < DrawEnvelopes.Needed ? opened
            : DrawEnvelopes.Recover(draw, c.Party, messages) is { } reveal ? Revealed(act, c.Party, reveal, isRecovered: true, [opened])
            : ImmutableArray.Create<TenderEvent>(
                opened, new DrawVoided(act.Id, c.Party, EnvelopeMalformed) { At = act.At, By = act.Actor });
    }

    private static Decision<TenderEvent> Revealed<TCommand>(
        LotAct<TCommand> act, int party, Digest reveal, bool isRecovered, ImmutableArray<TenderEvent> before)
        where TCommand : LotCommand
    {
        var draw = act.Opening.Draw;
        if (!DrawEnvelopes.Holds(draw, party, reveal))
        {
            return before.Add(new DrawVoided(act.Id, party, EnvelopeMalformed, Reveal: reveal) { At = act.At, By = act.Actor });
        }

        var revealed = new DrawRevealed(act.Id, party, reveal, isRecovered) { At = act.At, By = act.Actor };
        var all = draw.Reveals.SetItem(party, revealed);
        return all.Count < CoefficientDraw.PartyNames.Length
            ? before.Add(revealed)
            : [.. before, revealed, Drawn(act, draw, [.. all.Values.Select(one => one.Reveal)])];
    }

    private static CoefficientDrawn Drawn<TCommand>(LotAct<TCommand> act, CoefficientDraw draw, ImmutableArray<Digest> reveals)
        where TCommand : LotCommand
    {
        var record = DrawRecord.Parse(draw.Record!.Record);
        var pool = PoolOf(act.Lot);
        var index = DrawCore.Draw(record, reveals).Indices[0];
        return new CoefficientDrawn(act.Id, DrawCore.Seed(record, reveals), index, Rational.Parse(pool.Entries[index].Entry))
        {
            At = act.At,
            By = act.Actor,
        };
    }

    /// <summary>The public pool: the coefficients as the documents published them.</summary>
    private static PoolSnapshot PoolOf(Lot lot) =>
        PublicPool.Of(lot.Terms!.Method.Coefficients.Select(coefficient => coefficient.ToString()));

    private static DrawRecord RecordOf(Tender tender, Lot lot, ImmutableSortedDictionary<int, DrawCommitted> commits)
    {
        var pool = PoolOf(lot);
        return new DrawRecord(
            lot.Opening!.Draw.IdOf(tender.Id, lot.Id),
            tender.Id.Value,
            pool.Size,
            pool.Root,
            Take: 1,
            Reserve: 0,
            [.. commits.Select(commit => new DrawParty(commit.Key, Read(commit.Value).Role, Read(commit.Value).Commit))]);
    }

    private static Refusal? CheckParty<TCommand>(LotAct<TCommand> act, int number) where TCommand : LotCommand =>
        !ConfirmationRules.NeedsDraw(act.Lot) ? TenderRefusal.DrawNotNeeded
        : act.Opening.Draw.Commits.TryGetValue(number, out var commit) && commit.By.Certificate != act.Actor.Certificate
            ? TenderRefusal.DrawNotParty
        : !act.Opening.Draw.Commits.ContainsKey(number) ? TenderRefusal.DrawRoundNotBegun
        : null;

    private static Refusal? CheckEncryption(LotAct<CommitDraw> act) =>
        Statements.ReadCertificate(act.Command.EncryptionCertificate) is not { } certificate
            ? TenderRefusal.CertificateMalformed
            : Statements.CheckHolder(certificate, act.Actor.Party, CertificateUsage.Encrypt, act.At);

    private static bool HasDoneOwnPart(CoefficientDraw draw, int number) =>
        IsRevealing(draw) ? draw.Reveals.ContainsKey(number) : draw.Envelopes.ContainsKey(number);

    private static bool IsRevealing(CoefficientDraw draw) => draw.Envelopes.Count == CoefficientDraw.PartyNames.Length;

    /// <summary>A commitment was read when it was accepted; what cannot be read now is a corrupt record.</summary>
    private static DrawCommitRecord Read(DrawCommitted commit) => DrawCommitRecord.Parse(commit.Statement.Text);

    private static DrawRole RoleOf(Role role) => role switch
    {
        Role.Organisation => DrawRole.Centre,
        Role.Agency => DrawRole.Agency,
        Role.Supervisor => DrawRole.Supervisor,
        _ => DrawRole.Tenderee,
    };
}

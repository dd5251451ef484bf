using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 抽取系数 in three rounds (sealing.md D.2): commitments with the digests of the envelopes, the envelopes, the reveals. Whoever
/// withholds gains nothing, since the others open its envelope; whoever sent a malformed one is named, and the draw is void.
/// </summary>
internal static class DrawRules
{
    /// <summary>After so many void draws the next one needs the superior authority; here the supervisor begins it.</summary>
    public const int MaximumVoids = 2;

    /// <summary>The named cause of a void draw.</summary>
    public const string EnvelopeMalformed = "ENVELOPE_MALFORMED";

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

        return DrawEnvelopes.IsWellFormed(draw, act.Tender.Id, act.Id, number, statement.Text)
            ? new DrawEnvelopeHandedIn(act.Id, number, statement) { At = act.At, By = act.Actor }
            : new DrawVoided(act.Id, number, EnvelopeMalformed) { At = act.At, By = act.Actor };
    }

    /// <summary>Round 3. The reveal also shows whether its envelope held what was committed to.</summary>
    public static Decision<TenderEvent> Reveal(LotAct<RevealDraw> act)
    {
        var draw = act.Opening.Draw;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var refusal = CheckParty(act, number)
            ?? (draw.Reveals.ContainsKey(number) ? TenderRefusal.DrawRoundOver
                : !IsRevealing(draw) ? TenderRefusal.DrawRoundNotBegun
                : DrawCommitment.Of(act.Command.Reveal, draw.IdOf(act.Tender.Id, act.Id)) != Read(draw.Commits[number]).Commit
                    ? TenderRefusal.DrawRevealWrong
                : null);
        return refusal is not null ? refusal : Revealed(act, number, act.Command.Reveal, isRecovered: false, []);
    }

    /// <summary>The others open a withheld reveal; who has not shown its own yet may not.</summary>
    public static Decision<TenderEvent> Recover(LotAct<RecoverDrawReveal> act)
    {
        var draw = act.Opening.Draw;
        var c = act.Command;
        var number = CoefficientDraw.NumberOf(act.Actor.Role);
        var refusal = CheckParty(act, number)
            ?? (draw.Reveals.ContainsKey(c.Party) || draw.Shares.ContainsKey((c.Party, number)) ? TenderRefusal.DrawRoundOver
                : !IsRevealing(draw) || !draw.Reveals.ContainsKey(number) ? TenderRefusal.DrawRoundNotBegun
                : !draw.Envelopes.ContainsKey(c.Party) || !DrawEnvelopes.IsShare(draw, act.Tender.Id, act.Id, c.Party, number, c.Share)
                    ? TenderRefusal.DrawShareWrong
                : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var opened = new DrawShareOpened(act.Id, c.Party, number, c.Share) { At = act.At, By = act.Actor };
        var shares = draw.Shares.SetItem((c.Party, number), c.Share);
        var reveal = DrawEnvelopes.Recover(draw, act.Tender.Id, act.Id, c.Party, shares, out var isMalformed);
        return isMalformed
                ? ImmutableArray.Create<TenderEvent>(
                    opened, new DrawVoided(act.Id, c.Party, EnvelopeMalformed) { At = act.At, By = act.Actor })
            : reveal is { } secret ? Revealed(act, c.Party, secret, isRecovered: true, [opened])
            : opened;
    }

    private static Decision<TenderEvent> Revealed<TCommand>(
        LotAct<TCommand> act, int party, Digest reveal, bool isRecovered, ImmutableArray<TenderEvent> before)
        where TCommand : LotCommand
    {
        var draw = act.Opening.Draw;
        if (!DrawEnvelopes.Holds(draw, act.Tender.Id, act.Id, party, reveal))
        {
            return before.Add(new DrawVoided(act.Id, party, EnvelopeMalformed) { At = act.At, By = act.Actor });
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

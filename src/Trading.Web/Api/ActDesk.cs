using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;

namespace Trading.Web.Api;

/// <summary>The way of an act from a whole request to its grain: stamped, completed with what the platform knows, decided, answered.</summary>
internal static class ActDesk
{
    public static async Task<IResult> Serve<TContent, TCommand>(
        ApiCall call,
        Func<ApiCall, ActRequest<TContent>, TContent, Task<TCommand>> prepare,
        Func<ApiCall, TCommand, Answer, Task<ImmutableArray<string>>>? after,
        Func<ApiCall, Refusal, Refusal>? explain = null)
        where TCommand : TenderCommand
    {
        var tender = call.Tender;
        var request = await call.Body<ActRequest<TContent>>();

        // The whole request is here and its uploads were durable before it was sent: this is its legal time (decision 0002).
        // Looking the uploads up comes after the stamp, so that no queue of ours makes it late; closing waits for the ticket.
        using var ticket = call.Get<IStampDesk>().Take(StreamId.Of("tender", tender.Value).Value);
        var command = await prepare(call, request, request.Command);
        var act = new Act<TenderCommand>(request.CommandId, call.Actor, ticket.ReceivedAt, command);
        var answer = await call.Get<IGrainFactory>().GetGrain<ITenderGrain>(tender.Value).Send(act);
        if (answer.Refusal is { } refusal)
        {
            return Answers.Refused(explain?.Invoke(call, refusal) ?? refusal);
        }

        var receipts = after is null ? [] : await after(call, command, answer);
        return Answers.Json(new ActAnswer(answer.Events, receipts));
    }
}

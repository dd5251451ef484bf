using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>
/// 发布公告, 澄清修改: policy and schedule are signed by the tenderee before; the centre's own signature is the platform's to add,
/// since its key never leaves it. The same text gets the same signature, so a repeated command is the same command.
/// </summary>
internal static class NoticeActs
{
    public static Task<PublishTender> Publish(ApiCall call, ActRequest<PublishTender> request, PublishTender notice)
    {
        var keys = call.Get<CentreKeys>();
        return Task.FromResult(notice with
        {
            Policy = Sign(keys, notice.Policy),
            Schedule = Sign(keys, notice.Schedule),
            Certificates = Add(keys, notice.Certificates),
        });
    }

    public static Task<AmendDocuments> Amend(ApiCall call, ActRequest<AmendDocuments> request, AmendDocuments change)
    {
        var keys = call.Get<CentreKeys>();
        return Task.FromResult(change with
        {
            Schedule = Sign(keys, change.Schedule),
            Certificates = Add(keys, change.Certificates),
        });
    }

    private static SignedText Sign(CentreKeys keys, SignedText text) =>
        !text.Signatures.IsDefault && text.Signatures.Any(signature => signature.Certificate == keys.Centre.Signing.Id)
            ? text
            : (text.Signatures.IsDefault ? text with { Signatures = [] } : text).With(keys.Centre.SigningKey);

    private static ImmutableArray<string> Add(CentreKeys keys, ImmutableArray<string> certificates)
    {
        var own = keys.Centre.Signing.ToPem();
        return certificates.IsDefault ? [own] : certificates.Contains(own) ? certificates : certificates.Add(own);
    }
}

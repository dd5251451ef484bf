using Trading.Grains.Shell;

namespace Trading.Web.Api;

/// <summary>Leaves a handler early with a refusal; the one place that maps endpoints turns it into an answer.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.English)
{
    public Refusal Refusal => refusal;
}

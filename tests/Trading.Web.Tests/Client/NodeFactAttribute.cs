namespace Trading.Web.Tests.ClientModules;

/// <summary>A fact that needs node; it is shown as skipped, with the reason, where node is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeProcess.Missing();
}

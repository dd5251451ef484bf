namespace Trading.Grains.Shell;

/// <summary>What the shell itself refuses, before any rule of the grain is asked.</summary>
public static class ShellRefusals
{
    public static readonly Refusal CommandIdReused = new(
        "CommandIdReused",
        "This command id was used for other content.",
        "该指令编号已用于其他内容。");
}

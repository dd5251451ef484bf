using System.CommandLine;

namespace Trading.Cli.Commands;

/// <summary><c>trading keys …</c></summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(ToolHost host)
        : base("keys", "Makes signing and encryption keys with certificates.") =>
        Add(new NewKeysCommand(host));
}

using System.CommandLine;
using System.Globalization;
using Trading.Cli.Server;

namespace Trading.Cli.Commands;

/// <summary>Logs in with a certificate and keeps the token for the commands after it.</summary>
internal sealed class LoginCommand : ToolCommand
{
    private readonly Connection _connection;

    public LoginCommand(ToolHost host)
        : base(
            host,
            "login",
            "Logs in at a centre by signing its challenge, and keeps the token in a file only you can read.",
            "trading login --server https://bid.example.gov.cn --key sign.key --cert sign.crt")
    {
        _connection = new Connection(host);
        Takes([.. _connection.All]);
    }

    protected override Task RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        ServerAddress.TryAsync(_connection.Server(arguments), async () =>
        {
            var identity = await _connection.IdentityAsync(arguments, cancellation);
            var answer = await _connection.LoginAsync(arguments, identity, cancellation);
            var roles = string.Join(", ", answer.Roles);
            Host.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"logged in as {answer.Party} ({roles}) until {answer.ExpiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
            return answer;
        });
}

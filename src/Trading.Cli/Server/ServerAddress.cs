using System.Net.Sockets;
using System.Text.Json;
using Trading.Client;

namespace Trading.Cli.Server;

/// <summary>A centre's address, and what its answers mean in one sentence.</summary>
internal static class ServerAddress
{
    /// <summary>An absolute http or https address, ended by a slash so that paths add to it.</summary>
    public static Uri Of(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http" && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw new ToolException(
                $"{text} is not a centre's address; give one such as https://bid.example.gov.cn.", ExitCodes.Usage);

    /// <summary>Whether what is sent there can be read on the way.</summary>
    public static bool IsReadableOnTheWay(Uri address) => address.Scheme == "http" && !address.IsLoopback;

    /// <summary>Calls the centre; whatever it refuses or breaks becomes a sentence.</summary>
    public static async Task<T> TryAsync<T>(string server, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (CentreRefusedException e)
        {
            throw new ToolException($"The centre refused: {Reason(e)}");
        }
        catch (CentreNotTrustedException e)
        {
            throw new ToolException(
                $"{e.Message.TrimEnd('.')}; do not go on with this centre, and tell the supervisor.");
        }
        catch (HttpRequestException e) when (e.StatusCode is { } status)
        {
            throw new ToolException($"{server} answered {(int)status}, not as a centre does; check the address.");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            throw new ToolException(
                $"{server} cannot be reached ({e.Message}); check the address, --ca and the network.");
        }
        catch (JsonException)
        {
            throw new ToolException($"{server} does not answer as a centre does; check the address.");
        }
        catch (InvalidOperationException e)
        {
            throw new ToolException(e.Message);
        }
    }

    private static string Reason(CentreRefusedException refused)
    {
        var problem = refused.Problem;
        var facts = problem.Facts.Count == 0
            ? ""
            : $" ({string.Join(", ", problem.Facts.Select(fact => $"{fact.Key} {fact.Value}"))})";
        var article = problem.Article is { } law ? $", {law}" : "";
        return $"{problem.Chinese.TrimEnd('。')} / {problem.English.TrimEnd('.')}{facts} [{problem.Code}{article}].";
    }
}

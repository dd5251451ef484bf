using Microsoft.Data.Sqlite;
using Trading.Web.Tests.Support;

namespace Trading.Web.Tests;

public sealed class RebuildCommandTests
{
    [Fact]
    public async Task The_read_models_of_a_stopped_centre_are_made_anew_by_one_command()
    {
        await using var host = await CentreHost.Begin();
        await new TenderPlay(host).Publish();
        using var client = host.Client();
        var before = await Eventually.Is(
            "the notice is listed", async () => await client.Notices() is { Total: 1 } page ? page : null);
        var (code, output, errors) = (-1, new StringWriter(), new StringWriter());

        await host.Restart(async () =>
        {
            Spoil(Path.Combine(host.Data, "views.db"));
            code = await RebuildCommand.Run(["--rebuild", "--data", host.Data], output, errors);
        });
        var after = await client.Notices();

        Assert.Equal((0, ""), (code, errors.ToString()));
        Assert.Contains("notices", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before.Rows.AsEnumerable(), after.Rows.AsEnumerable());
    }

    [Fact]
    public async Task The_read_models_of_a_running_centre_are_left_alone()
    {
        await using var host = await CentreHost.Begin();
        var (output, errors) = (new StringWriter(), new StringWriter());

        var code = await RebuildCommand.Run(["--data", host.Data, "--rebuild"], output, errors);

        Assert.Equal((1, ""), (code, output.ToString()));
        Assert.Contains("Stop the centre first", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "--data", "x", "--rebuild")]
    [InlineData(true, "--rebuild")]
    [InlineData(false, "--data", "x")]
    [InlineData(false)]
    public void It_is_asked_for_by_its_name(bool isAsked, params string[] args) =>
        Assert.Equal(isAsked, RebuildCommand.IsAsked(args));

    // As a damaged disk or a faulty release may leave it.
    private static void Spoil(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "update notice set kind = 4; insert into notice (kind, tender, lot, at) values (0, 'none', '1', 0)";
        command.ExecuteNonQuery();
    }
}

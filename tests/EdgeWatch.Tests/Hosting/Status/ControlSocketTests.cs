using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Cli.Profile;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.TestKit;
using EdgeWatch.Tests.Mqtt.Commands;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Tests.Hosting.Status;

public sealed class ControlSocketTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeNode _node = new();
    private readonly CancellationTokenSource _stop = new();

    private string Path => _folder.File(SocketPath.Control);

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_comes_in_is_done_or_answered_with_what_would_be_right()
    {
        ControlRequests requests = new(_node, TimeProvider.System, NullLogger<ControlRequests>.Instance);
        LocalSocket socket = new(
            Path, "profile", requests.AnswerAsync, ControlRequests.Patience, TimeProvider.System, NullLogger<LocalSocket>.Instance);
        Task serving = Task.Run(() => socket.RunAsync(_stop.Token));
        await Eventually.Until("it listens", () => File.Exists(Path) && (File.GetUnixFileMode(Path) & UnixFileMode.GroupRead) != 0);

        Assert.Equal("ok", (string?)(await AskAsync("""profile {"data":{"profile":"night"}}"""))["status"]);
        Assert.Equal("night", _node.Profile);
        Assert.Equal("night", (string?)(await AskAsync("profile"))["data"]!["profile"]);
        Assert.Contains("no such profile", await ErrorAsync("""profile {"data":{"profile":"x"}}"""), StringComparison.Ordinal);
        Assert.Contains("no such verb", await ErrorAsync("reboot"), StringComparison.Ordinal);
        Assert.Contains("no valid JSON", await ErrorAsync("profile {"), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", await ErrorAsync("\xff\xfe ", Encoding.Latin1), StringComparison.Ordinal);
        Assert.Contains("at most 65536", await ErrorAsync("ping " + new string(' ', Inbox.MostPayloadBytes)), StringComparison.Ordinal);
        Assert.Equal("night", _node.Profile);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("hand", "null", "x, set by hand 1 Mar 17:05:00, until edgewatch profile auto")]
    [InlineData("schedule", "\"2026-03-02T06:30:00.000Z\"", "x, by the schedule until 2 Mar 06:30:00")]
    [InlineData("schedule", "null", "x, by the schedule")]
    public void The_answer_is_put_into_words(string setBy, string until, string words)
    {
        string data = $$"""
            {"profile":"x","set_by":"{{setBy}}","since":"2026-03-01T17:05:00.000Z","until":{{until}},
             "quiet":true,"profiles":["default","x"]}
            """;

        Assert.Equal(
            $"{words}\nquiet: events are recorded, and nobody is told\nThere are: default, x.\n",
            ProfileCommand.Words(JsonNode.Parse(data)!.AsObject(), TimeZoneInfo.Utc));
    }

    [Fact]
    public void An_answer_of_another_version_is_told() =>
        Assert.Throws<EdgeWatchException>(() => ProfileCommand.Words(new JsonObject { ["profile"] = 7 }, TimeZoneInfo.Utc));

    private async Task<string> ErrorAsync(string line, Encoding? encoding = null) => (string)(await AskAsync(line, encoding))["error"]!;

    private async Task<JsonNode> AskAsync(string line, Encoding? encoding = null) => JsonNode.Parse(await SocketClient.AskAsync(
        [Path], (encoding ?? Encoding.UTF8).GetBytes(line + "\n"), TimeProvider.System, CancellationToken.None))!;
}

using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary><c>edgewatch status</c> against a daemon that runs, has crashed, or is not there.</summary>
public sealed class StatusTests : IDisposable
{
    private const int DeadPort = 1;
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    private string Socket => Path.Combine(_site.StateDirectory, "status.sock");

    [ToolFact("ffmpeg")]
    public async Task It_tells_how_the_daemon_is_and_that_it_has_crashed_or_is_not_there()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        ProgramResult before = await AskAsync();
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("no daemon runs", before.Errors, StringComparison.Ordinal);

        await using (DaemonProcess daemon = _site.Start())
        {
            await daemon.UntilLoggedAsync("refusing", "is offline: refused");
            ProgramResult asked = await UntilAnswersAsync(daemon);
            Assert.Equal(0, asked.ExitCode);
            Assert.Matches("(?m)^node +test, up ", asked.Output);
            Assert.Matches("(?m)^broker +127.0.0.1:1: .*refused", asked.Output);
            Assert.Matches("(?m)^problem +camera refusing is offline$", asked.Output);
            Assert.Matches("(?m)^refusing  offline for .*: refused", asked.Output);
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
                File.GetUnixFileMode(Socket));
            await daemon.CrashAsync();
        }

        ProgramResult crashed = await AskAsync();
        Assert.Equal(1, crashed.ExitCode);
        Assert.Contains("has crashed or was killed", crashed.Errors, StringComparison.Ordinal);

        await using (DaemonProcess daemon = _site.Start())
        {
            ProgramResult json = await UntilAnswersAsync(daemon, "--json");
            using JsonDocument document = JsonDocument.Parse(json.Output);
            Assert.Equal(daemon.Id, document.RootElement.GetProperty("process_id").GetInt32());
            Assert.Equal(0, await daemon.StopAsync());
        }

        Assert.False(File.Exists(Socket));
    }

    [ToolFact("ffmpeg")]
    public async Task Under_systemd_the_socket_is_in_the_runtime_directory()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start(("RUNTIME_DIRECTORY", _site.File("run")));
        await daemon.UntilAsync("the socket", () => File.Exists(_site.File("run/status.sock")));

        ProgramResult asked = await BuiltProgram.RunAsync("status", "--socket", _site.File("run/status.sock"));

        Assert.Equal(0, asked.ExitCode);
        Assert.False(File.Exists(Socket));
    }

    /// <summary>With the same state directory it is not of much use, but it must not take the first one's socket away.</summary>
    [ToolFact("ffmpeg")]
    public async Task A_second_daemon_leaves_the_first_ones_socket_alone()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess first = _site.Start();
        await UntilAnswersAsync(first);
        await using DaemonProcess second = _site.Start();
        await second.UntilLoggedAsync("edgewatch status will get no answer", "another daemon answers there");

        using JsonDocument document = JsonDocument.Parse((await AskAsync("--json")).Output);

        Assert.Equal(first.Id, document.RootElement.GetProperty("process_id").GetInt32());
    }

    [Fact]
    public async Task A_config_that_cannot_be_used_is_named_where_it_alone_says_where_to_ask()
    {
        _site.Write("edgewatch.yaml", "cameras: [");

        ProgramResult asked = await AskAsync();

        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("edgewatch.yaml:1:", asked.Errors, StringComparison.Ordinal);
        Assert.Contains("--socket", asked.Errors, StringComparison.Ordinal);
    }

    /// <summary>What a killed daemon has left behind may still be there when the next one starts.</summary>
    private async Task<ProgramResult> UntilAnswersAsync(DaemonProcess daemon, params string[] more)
    {
        await daemon.UntilReadyAsync();
        ProgramResult asked;
        do
        {
            Assert.False(daemon.HasExited);
            asked = await AskAsync(more);
        }
        while (asked.ExitCode != 0);

        return asked;
    }

    private Task<ProgramResult> AskAsync(params string[] more) => BuiltProgram.RunAsync(["status", "--config", _site.ConfigFile, .. more]);
}

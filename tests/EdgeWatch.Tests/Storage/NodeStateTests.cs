using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Storage;

public sealed class NodeStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogger<NodeState> _log = new();

    [Fact]
    public async Task What_was_set_is_there_after_a_restart()
    {
        DateTimeOffset until = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        NodeState state = Open();
        state.Change("yard", overrides => overrides with { Threshold = 0.7, SuspendedUntil = until });
        state.Change("barn", overrides => overrides with { Enabled = false });
        state.Remember("edgewatch/a/status", []);
        state.Remember("homeassistant/device/a/config", new SortedDictionary<string, string> { ["score"] = "sensor" });
        await SaveAsync(state);

        NodeState again = Open();

        Assert.Equal(new CameraOverrides(0.7, null, until), again.Of("yard"));
        Assert.Equal(["barn", "yard"], again.Overrides.Keys);
        Assert.Equal(CameraOverrides.None, again.Of("door"));
        Assert.Equal("sensor", again.Retained["homeassistant/device/a/config"]["score"]);
        Assert.Empty(again.Retained["edgewatch/a/status"]);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task What_was_taken_back_is_not()
    {
        NodeState state = Open();
        state.Change("yard", overrides => overrides with { Threshold = 0.7 });
        state.Remember("topic", []);
        await SaveAsync(state);
        state.Change("yard", overrides => overrides with { Threshold = null });
        state.Forget("topic");
        await SaveAsync(state);

        Assert.Empty(Open().Overrides);
        Assert.Empty(Open().Retained);
    }

    [Fact]
    public void A_change_is_told_once_and_none_is_not()
    {
        NodeState state = Open();
        int told = 0;
        state.OverridesChanged += () => told++;

        state.Change("yard", overrides => overrides with { Threshold = 0.7 });
        state.Change("yard", overrides => overrides with { Threshold = 0.7 });

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside()
    {
        NodeState state = Open();
        state.Change("yard", overrides => overrides with { Threshold = 0.7 });
        await SaveAsync(state);
        byte[] whole = await File.ReadAllBytesAsync(_folder.File("node"));
        await File.WriteAllBytesAsync(_folder.File("node"), whole[..^3]);

        Assert.Empty(Open().Overrides);
        Assert.True(File.Exists(_folder.File("node.unusable")));
        Assert.Contains("checksum", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_can_be_read_by_people() =>
        Assert.Contains(
            "\"threshold\": 0.7",
            Encoding.UTF8.GetString(new NodeRecord { Overrides = new() { ["yard"] = new CameraOverrides(0.7) } }.ToJson()),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "a part of it is missing")]
    [InlineData("""{"overrides": null}""", "a part of it is missing")]
    [InlineData("{", "it is no valid JSON")]
    public void A_record_that_lacks_something_is_refused(string json, string reason)
    {
        File.WriteAllBytes(_folder.File("node"), SealedFile.Seal(Encoding.UTF8.GetBytes(json), SealedFormat.Node));

        Assert.Empty(Open().Overrides);
        Assert.Contains(reason, Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_form_of_the_file_is_still_read()
    {
        const string Json = """{"schema": 1, "overrides": {"yard": {"threshold": 0.7}}, "retained": {"edgewatch/a/status": {}}}""";
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));
        File.WriteAllText(_folder.File("node"), $"edgewatch node, sha256 {sha256}\n{Json}");

        NodeState[] twice = [Open(), Open()];

        Assert.All(twice, state => Assert.Equal(0.7, state.Of("yard").Threshold));
        Assert.All(twice, state => Assert.Equal(["edgewatch/a/status"], state.Retained.Keys));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void The_first_form_of_the_file_is_refused_when_it_is_damaged()
    {
        File.WriteAllText(_folder.File("node"), $"edgewatch node, sha256 {new string('0', 64)}\n{{}}");

        Assert.Empty(Open().Overrides);
        Assert.True(File.Exists(_folder.File("node.unusable")));
    }

    [Fact]
    public async Task A_slider_that_is_dragged_is_written_once_in_five_seconds()
    {
        ObservedTimeProvider time = new();
        NodeState state = new(_folder.Path, time, _log);
        using CancellationTokenSource stop = new();
        Task running = state.RunAsync(stop.Token);
        state.Change("yard", overrides => overrides with { Threshold = 0.5 });
        await Eventually.Until("the first write", () => File.Exists(_folder.File("node")) && time.Waits.Count == 1);
        DateTime first = File.GetLastWriteTimeUtc(_folder.File("node"));
        for (int i = 0; i < 100; i++)
        {
            state.Change("yard", overrides => overrides with { Threshold = 0.5 + (i / 1000.0) });
        }

        Assert.Equal(first, File.GetLastWriteTimeUtc(_folder.File("node")));
        await stop.CancelAsync();
        await running;

        Assert.Equal(0.599, Open().Of("yard").Threshold);
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_when_that_is_possible_again()
    {
        FakeTimeProvider time = new();
        string folder = _folder.File("state");
        NodeState state = new(folder, time, _log);
        await File.WriteAllTextAsync(folder, "in the way of the folder");
        using CancellationTokenSource stop = new();
        Task running = state.RunAsync(stop.Token);
        state.Change("yard", overrides => overrides with { Threshold = 0.7 });
        await Eventually.Until("it is said", () => _log.Collector.Count > 0);
        File.Delete(folder);

        await Eventually.Until("it is written", () =>
        {
            time.Advance(NodeState.WriteInterval);
            return File.Exists(Path.Combine(folder, "node"));
        });

        Assert.Equal(0.7, new NodeState(folder, time, _log).Of("yard").Threshold);
        Assert.Contains("cannot be written", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    public void Dispose() => _folder.Dispose();

    private NodeState Open() => new(_folder.Path, TimeProvider.System, _log);

    private static Task SaveAsync(NodeState state) => state.RunAsync(new CancellationToken(canceled: true));
}

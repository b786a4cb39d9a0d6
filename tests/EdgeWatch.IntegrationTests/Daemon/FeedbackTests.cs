using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The running daemon is told on the command line what events were.</summary>
public sealed class FeedbackTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_is_said_is_kept_over_a_restart_and_relearning_and_can_be_taken_back()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        await using (DaemonProcess first = _site.Start())
        {
            await first.UntilLoggedAsync("event", "ended");
            Assert.Equal(0, await first.StopAsync());
        }

        string eventId = Path.GetFileName(Directory.GetDirectories(Path.Combine(_site.StateDirectory, "events")).Order().First());
        _site.Configure(broker.Port, "15s", LiveCamera.Ordinary(clip));
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilAsync("it watches", () => subscriber.On("square/score").Count > 0);
        Assert.Contains($"{eventId} (", (await AskAsync(eventId[^8..], "normal")).Output, StringComparison.Ordinal);
        Assert.Contains("was called normal already", (await AskAsync(eventId, "normal")).Errors, StringComparison.Ordinal);
        await MqttSender.SendAsync(broker, "edgewatch/test/request/relearn", "{}");
        await daemon.UntilLoggedAsync("learning starts again");

        JsonNode judgement = JsonNode.Parse((await AskAsync("list", "--json")).Output)!;
        Assert.Equal((eventId, "normal"), ((string)judgement["event_id"]!, (string)judgement["verdict"]!));
        Assert.True((bool)judgement["in_force"]!);
        Assert.Equal(0, (await AskAsync(eventId, "undo")).ExitCode);
        Assert.Contains("Nothing was said", (await AskAsync("list")).Output, StringComparison.Ordinal);
        Assert.Contains("nobody has said anything", (await AskAsync(eventId, "undo")).Errors, StringComparison.Ordinal);
        Assert.Contains("there is no event 01NONE", (await AskAsync("01NONE", "right")).Errors, StringComparison.Ordinal);
        Assert.Contains("normal, right or undo", (await AskAsync(eventId, "perhaps")).Errors, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Contains("no daemon", (await AskAsync("list")).Errors, StringComparison.Ordinal);
    }

    private Task<ProgramResult> AskAsync(params string[] words) =>
        BuiltProgram.RunAsync(["feedback", .. words, "--config", _site.ConfigFile]);
}

using System.Globalization;
using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary>
/// What happens to a camera, or to the light before it, laid over the demo's scene by ffmpeg: what blinds it is an event that says so, and
/// light is none. Each clip is ordinary for <see cref="OrdinarySeconds"/>, then what it is named for.
/// </summary>
public sealed class ViewTests : IDisposable
{
    private const int OrdinarySeconds = 2;
    private const int ClipSeconds = 15;

    /// <summary>A lens and a sensor: nothing that they show is twice the same.</summary>
    private const string Sensor = "noise=alls=6:allf=t";

    private static readonly string Then = $"enable='gte(t,{OrdinarySeconds})'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task What_blinds_a_camera_is_an_event_that_says_so_within_seconds()
    {
        (string Clip, string Filter, string Words, double Seconds)[] faults =
        [
            ("black", $"{Fill("black")},{Sensor}", "the picture is black", 5),
            ("white", $"{Fill("white")},{Sensor}", "the picture is whited out", 5),
            ("covered", $"{Fill("0x605850")},{Sensor}", "the camera is covered", 5),
            ("half", $"drawbox=w=iw/2:c=0x605850:t=fill:{Then},{Sensor}", "the camera is partly covered or smeared", 10),
            ("turned", $"{Instead("crop=160:120:10:0,scale=320:240")},{Sensor}", "the camera is turned to another view", 5),
            ("blurred", $"gblur=sigma=4:{Then},{Sensor}", "the picture is out of focus", 5),
            ("frozen", $"{Sensor},trim=end={OrdinarySeconds},tpad=stop_mode=clone:stop_duration={ClipSeconds}", "the picture is frozen", 8),
            ("noise", $"{Fill("gray")},noise=alls=100:allf=t:{Then}", "the whole picture keeps changing, as in a fire", 5),
        ];

        JsonElement clips = await EvaluateAsync([.. faults.Select(fault => (fault.Clip, fault.Filter))]);

        Assert.All(faults, fault =>
        {
            JsonElement alert = Assert.Single(clips.GetProperty(fault.Clip).GetProperty("alerts").EnumerateArray());
            Assert.Equal("view", alert.GetProperty("kinds")[0].GetString());
            Assert.StartsWith(fault.Words, alert.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.InRange(alert.GetProperty("told_s").GetDouble() - OrdinarySeconds, 0, fault.Seconds);
            Assert.InRange(alert.GetProperty("to_s").GetDouble(), ClipSeconds - 0.5, ClipSeconds);
        });
    }

    [ToolFact("ffmpeg")]
    public async Task A_change_of_light_is_no_event()
    {
        // A shadow with edges as soft as a cloud's, a third of the picture wide; so deep and fast as clouds' are.
        string shadow = $"0.35*clip(((T-{OrdinarySeconds})*86-X)/106,0,1)*clip(1-((T-{OrdinarySeconds}-4)*86-X)/106,0,1)";
        (string, string)[] lights =
        [
            ("nothing", Sensor),
            ("infrared", $"hue=s=0:{Then},eq=brightness=0.1:contrast=0.8:{Then},{Sensor},{Sensor}"),
            ("exposure", $"eq=gamma=1.4:enable='between(t,{OrdinarySeconds},6)',eq=gamma=0.7:enable='between(t,9,12)',{Sensor}"),
            ("cloud", $"geq=lum='lum(X,Y)*(1-{shadow})':cb='cb(X,Y)':cr='cr(X,Y)',{Sensor}"),
            ("dusk", $"eq=brightness='-0.4*clip((t-{OrdinarySeconds})/8,0,1)':eval=frame,{Sensor}"),
        ];

        JsonElement clips = await EvaluateAsync(lights);

        Assert.All(lights, light => Assert.Equal(
            $"{light.Item1}: []", $"{light.Item1}: {clips.GetProperty(light.Item1).GetProperty("alerts")}"));
    }

    private static string Fill(string colour) => $"drawbox=c={colour}:t=fill:{Then}";

    private static string Instead(string filter) => $"split[a][b];[b]{filter}[c];[a][c]overlay={Then}";

    /// <summary>The clips' part of the report.</summary>
    private async Task<JsonElement> EvaluateAsync(params (string Name, string Filter)[] clips)
    {
        SceneClip scene = await SceneClip.GetAsync();
        await MakeAsync("normal", "scene", scene.NormalFile, Sensor, SceneClip.AnomalyClipStart);
        foreach ((string name, string filter) in clips)
        {
            await MakeAsync("test", name, scene.NormalFile, filter, ClipSeconds);
        }

        string labels = _folder.File("labels.json");
        int[] nothing = new int[ClipSeconds * SceneClip.FramesPerSecond];
        await File.WriteAllTextAsync(labels, JsonSerializer.Serialize(clips.ToDictionary(clip => clip.Name, _ => nothing)));
        string json = _folder.File("report.json");
        ProgramResult result = await BuiltProgram.RunAsync(
            "evaluate", "--normal", _folder.File("normal"), "--test", _folder.File("test"), "--labels", labels, "--json", json);
        Assert.True(result.ExitCode == 0, result.Errors);
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
        return report.RootElement.GetProperty("clips").Clone();
    }

    private async Task MakeAsync(string folder, string name, string source, string filter, int seconds)
    {
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(_folder.File(folder));
        await FfmpegClip.RunAsync(
            "-i", source, "-t", length, "-filter_complex", filter, "-c:v", "libx264", "-preset", "veryfast", "-crf", "20",
            Path.Combine(_folder.File(folder), $"{name}.mp4"));
    }
}

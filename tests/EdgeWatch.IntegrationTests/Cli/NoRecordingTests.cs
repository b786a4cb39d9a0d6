using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Cli;

/// <summary>What is given to <c>score</c> and is no recording, or too short a one: said in our words, and never "No alerts.".</summary>
public sealed class NoRecordingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg")]
    public async Task A_text_is_no_video()
    {
        string text = string.Join('\n', Enumerable.Range(0, 300).Select(line => $"note {line}: nothing happened"));
        await File.WriteAllTextAsync(_folder.File("notes.txt"), text);
        await File.WriteAllTextAsync(_folder.File("notes.csv"), text);

        await IsRefusedAsync("a text, not video", _folder.File("notes.txt"));
        await IsRefusedAsync("unsupported picture format", _folder.File("notes.csv"));
    }

    [ToolFact("ffmpeg")]
    public async Task Sound_is_no_video_even_with_a_cover()
    {
        string sound = _folder.File("song.mp3");
        string cover = await FfmpegClip.MakeAsync(_folder.File("cover.png"), "320x240", 1, 10, "-update", "1");
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", "sine=duration=2", "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic",
            sound);

        await IsRefusedAsync("no video stream", sound);
    }

    [ToolFact("ffmpeg")]
    public async Task A_single_picture_is_no_video()
    {
        foreach (string type in new[] { "jpg", "png", "bmp" })
        {
            await IsRefusedAsync(
                "a single picture", await FfmpegClip.MakeAsync(_folder.File($"picture.{type}"), "320x240", 1, 10, "-update", "1"));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_recording_that_is_all_learned_from_was_not_watched()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("clip.mp4"), "320x240", 20, 10, "-pix_fmt", "yuv420p");

        await IsRefusedAsync("nothing would be watched", clip, "--learn", "100");
        await IsRefusedAsync("nothing would be watched", clip, "--learn", "2");
    }

    [ToolFact("ffmpeg")]
    public async Task A_recording_whose_picture_changes_is_not_scored_as_one()
    {
        await FfmpegClip.MakeAsync(_folder.File("a.ts"), "320x240", 20, 10, "-pix_fmt", "yuv420p", "-c:v", "mpeg2video");
        await FfmpegClip.MakeAsync(_folder.File("b.ts"), "640x360", 20, 10, "-pix_fmt", "yuv420p", "-c:v", "mpeg2video");
        byte[] both = [.. await File.ReadAllBytesAsync(_folder.File("a.ts")), .. await File.ReadAllBytesAsync(_folder.File("b.ts"))];
        await File.WriteAllBytesAsync(_folder.File("both.ts"), both);

        await IsRefusedAsync("the picture changes", _folder.File("both.ts"));
    }

    private static async Task IsRefusedAsync(string words, params string[] arguments)
    {
        ProgramResult result = await BuiltProgram.RunAsync(["score", .. arguments]);

        Assert.Contains(words, result.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("No alerts", result.ToString(), StringComparison.Ordinal);
    }
}

using System.CommandLine;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Digest;

namespace EdgeWatch.Cli.Digest;

/// <summary><c>edgewatch digest</c>: a day's most unusual moments, and what was missed, on one page or as a video.</summary>
internal static class DigestCommand
{
    private const string Yesterday = "yesterday";
    private const string VideoExtension = ".mp4";

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string> day = new("--day")
        {
            Description = $"The day, in the time zone of the config: 2026-03-01, today or {Yesterday}.",
            HelpName = "DAY",
            DefaultValueFactory = _ => Yesterday,
        };
        PathOption<string> output = new("--out") { Description = "The page, or the video.", HelpName = "F.html|F.mp4", Required = true };
        Command digest = new(
            "digest", "Put a day's most unusual moments, with pictures, and what was missed on one page, or into a video of a minute.")
        {
            config, day, output,
        };
        digest.SetAction((result, stopping) => RunAsync(
            result.GetRequiredValue(config), result.GetRequiredValue(day), result.GetRequiredValue(output), TimeProvider.System, stopping));
        return digest;
    }

    private static async Task<int> RunAsync(
        string configFile, string day, string output, TimeProvider time, CancellationToken stopping)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        DayDigest digest = DayDigest.Collect(options, DayOf(day, DayDigest.Yesterday(options, time)), time);
        if (output.EndsWith(VideoExtension, StringComparison.OrdinalIgnoreCase))
        {
            await WriteVideoAsync(output, digest, options, time, stopping);
        }
        else
        {
            await File.WriteAllTextAsync(
                output, DigestPage.Write(digest, options.Node, Language.Of(options.Alerts.Language)), stopping);
            Console.WriteLine($"{output}: {digest.Moments.Count} moments of {digest.Events} events.");
        }

        foreach ((string camera, string text) in digest.MissedIn(Language.English))
        {
            Console.WriteLine($"{camera}{text}");
        }

        return (int)ExitCode.Ok;
    }

    private static async Task WriteVideoAsync(
        string output, DayDigest digest, EdgeWatchOptions options, TimeProvider time, CancellationToken stopping)
    {
        if (digest.Events == 0)
        {
            throw new EdgeWatchException(
                $"no event of {DayDigest.NameOf(digest.Day)} is kept, so there is no video; --out F.html says what was watched that day.");
        }

        ProgressLine progress = new(time);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(time, stopping);
        DigestVideo video = new(digest, options, ffmpeg, time, (what, part) => progress.Show(what, part));
        TimeSpan length;
        try
        {
            length = await video.WriteAsync(output, stopping);
        }
        finally
        {
            progress.Clear();
        }

        Console.WriteLine($"{output}: {length.TotalSeconds:0} s, {video.Moments.Count} moments of {digest.Events} events, without sound.");
    }

    private static DateOnly DayOf(string text, DateOnly yesterday) => text switch
    {
        "today" => yesterday.AddDays(1),
        Yesterday => yesterday,
        _ => DayDigest.Find(text) ?? throw new EdgeWatchException(
            $"--day {text}: not allowed; today, {Yesterday} and days from {DayDigest.NameOf(DayDigest.FirstDay)} "
            + $"to {DayDigest.NameOf(DayDigest.LastDay)} are."),
    };
}

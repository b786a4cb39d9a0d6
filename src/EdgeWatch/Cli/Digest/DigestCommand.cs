using System.CommandLine;
using EdgeWatch.Core.Languages;
using EdgeWatch.Digest;

namespace EdgeWatch.Cli.Digest;

/// <summary><c>edgewatch digest</c>: a day's most unusual moments, and what was missed, on one page.</summary>
internal static class DigestCommand
{
    private const string Yesterday = "yesterday";

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
        Option<string> output = new("--out") { Description = "The page.", HelpName = "F.html", Required = true };
        Command digest = new("digest", "Put a day's most unusual moments, with pictures, and what was missed on one page.")
        {
            config, day, output,
        };
        digest.SetAction(result => Run(
            result.GetRequiredValue(config), result.GetRequiredValue(day), result.GetRequiredValue(output), TimeProvider.System));
        return digest;
    }

    private static int Run(string configFile, string day, string output, TimeProvider time)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        DayDigest digest = DayDigest.Collect(options, DayOf(day, DayDigest.Yesterday(options, time)), time);
        File.WriteAllText(output, DigestPage.Write(digest, options.Node, Language.Of(options.Alerts.Language)));
        Console.WriteLine($"{output}: {digest.Moments.Count} moments of {digest.Events} events.");
        foreach ((string camera, string text) in digest.MissedIn(Language.English))
        {
            Console.WriteLine($"{camera}{text}");
        }

        return (int)ExitCode.Ok;
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

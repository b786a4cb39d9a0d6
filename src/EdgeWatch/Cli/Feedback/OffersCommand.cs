using System.CommandLine;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Digest;

namespace EdgeWatch.Cli.Feedback;

/// <summary><c>edgewatch feedback offers</c>: what keeps coming back at the same time, and may be called normal.</summary>
internal static class OffersCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Command offers = new("offers", "List what keeps coming back at the same time of day, and may be called normal.") { config };
        offers.SetAction(result => Run(result.GetRequiredValue(config), Console.Out));
        return offers;
    }

    private static int Run(string configFile, TextWriter output)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        Print(options, output);
        return (int)ExitCode.Ok;
    }

    /// <summary>Prints them.</summary>
    internal static void Print(EdgeWatchOptions options, TextWriter output)
    {
        IReadOnlyList<Habit> habits = Habit.Find(options, PastLessons.Of(options));
        if (habits.Count == 0)
        {
            output.WriteLine($"Nothing came on {Habit.FewestDays} days or more at nearly the same time.");
            return;
        }

        TextTable table = new("event", "camera", "when", ">days", "reason");
        foreach (Habit habit in habits)
        {
            table.Add(
                habit.Newest.EventId, habit.Newest.Camera, habit.WhenIn(Language.English), $"{habit.Days.Count}",
                habit.Newest.WhyIn(Language.English));
        }

        output.Write(table.ToString());
        output.WriteLine("What is normal alerts no more once you say so: edgewatch feedback EVENT normal");
    }
}

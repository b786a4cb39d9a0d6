using EdgeWatch.Core.Configuration;

namespace EdgeWatch.Cli.Score;

/// <summary>What <c>edgewatch score</c> was asked for; the command's help tells what each value means.</summary>
internal sealed record ScoreRequest
{
    public required string Source { get; init; }

    public required IReadOnlyList<string> Normal { get; init; }

    public double? LearnSeconds { get; init; }

    public required double FramesPerSecond { get; init; }

    public required double Threshold { get; init; }

    public string? CsvFile { get; init; }

    public string? PlotFile { get; init; }

    public string? OverlayFile { get; init; }

    /// <summary>When alerts begin and end.</summary>
    public AlertPolicy Policy => AlertPolicy.Resolve(new AlertOptions { Threshold = Threshold }, new AlertOptions());

    /// <summary>Checks the values against each other before any work is done.</summary>
    /// <exception cref="CommandException">One is not allowed; the message says what is.</exception>
    public void RequireSensible()
    {
        if (Threshold is not (>= AlertOptions.MinThreshold and <= AlertOptions.MaxThreshold))
        {
            throw new CommandException($"--threshold {Threshold}: not allowed; {AlertOptions.MinThreshold}–{AlertOptions.MaxThreshold} is.");
        }

        if (FramesPerSecond is not (>= 1 and <= 30))
        {
            throw new CommandException($"--fps {FramesPerSecond}: not allowed; 1–30 is.");
        }

        if (LearnSeconds is not null && (Normal.Count > 0 || LearnSeconds <= 0))
        {
            throw new CommandException("--learn: a number of seconds above 0, and only without --normal.");
        }
    }
}

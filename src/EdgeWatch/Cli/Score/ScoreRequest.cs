using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Cli.Score;

/// <summary>What <c>edgewatch score</c> was asked for; the command's help tells what each value means.</summary>
internal sealed record ScoreRequest
{
    /// <summary>A year; longer times are mistakes.</summary>
    private const double MostLearnSeconds = 31_536_000;

    public required string Source { get; init; }

    public required IReadOnlyList<string> Normal { get; init; }

    public double? LearnSeconds { get; init; }

    public required double FramesPerSecond { get; init; }

    public required double Threshold { get; init; }

    public string? CsvFile { get; init; }

    public string? PlotFile { get; init; }

    public string? OverlayFile { get; init; }

    /// <summary>When alerts begin and end.</summary>
    public AlertPolicy Policy => new AlertOptions { Threshold = Threshold }.Resolve(new AlertOptions());

    /// <summary>Checks the values against each other before any work is done.</summary>
    /// <exception cref="EdgeWatchException">One is not allowed; the message says what is.</exception>
    public void RequireSensible()
    {
        CommonOptions.RequireThreshold(Threshold);
        CommonOptions.RequireFramesPerSecond(FramesPerSecond);
        if (LearnSeconds is not null && (Normal.Count > 0 || LearnSeconds is not (> 0 and <= MostLearnSeconds)))
        {
            throw new EdgeWatchException("--learn: a number of seconds above 0, and only without --normal.");
        }
    }
}

using System.Globalization;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cli.Score;

/// <summary>Writes a line per frame.</summary>
internal sealed class ScoreCsv : IAsyncDisposable
{
    private readonly StreamWriter _writer;

    private ScoreCsv(StreamWriter writer)
    {
        _writer = writer;
        _writer.WriteLine("seconds,phase,score,raw,speed_raw,place_raw,patches,speed_ratio");
    }

    /// <summary>Creates the file; null for none.</summary>
    /// <exception cref="CommandException">It cannot be created.</exception>
    public static ScoreCsv? Create(string? file)
    {
        try
        {
            return file is null ? null : new ScoreCsv(new StreamWriter(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The CSV file cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes one frame.</summary>
    public void Write(double seconds, ScoredFrame frame) => _writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{seconds:0.000},{(frame.IsLearning ? "learning" : "watching")},{frame.Score.Score:0.0000},{frame.Score.Raw:0.0000},{frame.KindScores[Kinds.Speed].Raw:0.0000},{frame.KindScores[Kinds.Place].Raw:0.0000},{frame.Patches.Count},{frame.Patches.SpeedRatio:0.00}"));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

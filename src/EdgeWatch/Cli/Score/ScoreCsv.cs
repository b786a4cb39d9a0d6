using System.Globalization;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cli.Score;

/// <summary>Writes a line per frame.</summary>
internal sealed class ScoreCsv : IAsyncDisposable
{
    private readonly StreamWriter _writer;

    private ScoreCsv(StreamWriter writer)
    {
        _writer = writer;
        IEnumerable<string> kinds = Kinds.All.Select(kind => $"{kind.Name}_raw");
        _writer.WriteLine($"seconds,phase,score,raw,{string.Join(',', kinds)},patches,speed_ratio");
    }

    /// <summary>Creates the file; null for none.</summary>
    /// <exception cref="EdgeWatchException">It cannot be created.</exception>
    public static ScoreCsv? Create(string? file)
    {
        try
        {
            return file is null ? null : new ScoreCsv(new StreamWriter(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException($"The CSV file cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes one frame.</summary>
    public void Write(double seconds, ScoredFrame frame)
    {
        IEnumerable<string> kinds = frame.KindScores.Select(score => score.Raw.ToString("0.0000", CultureInfo.InvariantCulture));
        _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:0.000},{(frame.IsLearning ? "learning" : "watching")},{frame.Score.Score:0.0000},{frame.Score.Raw:0.0000},"
            + $"{string.Join(',', kinds)},{frame.Patches.ActiveCount},{frame.Patches.Ratios[SpeedNormality.Kind.Index]:0.00}"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// Keeps a log readable, and an SD card alive, when something flaps: a line that comes again and again in the same words is written a few
/// times, then counted, and the count is written when ten minutes are over. What ends the program is always written.
/// </summary>
internal sealed class RepeatedLines : ILoggerProvider
{
    /// <summary>How often the same line is written in a <see cref="Window"/>: enough to see that it was no single case.</summary>
    public const int WrittenInFull = 3;

    /// <summary>After it, the same line is news again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>How late a count may be written.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Different lines that are remembered; when there are more, the oldest is forgotten, and its count written.</summary>
    private const int Capacity = 256;

    private readonly ILoggerProvider _inner;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Category, string Text), Line> _lines = [];

    /// <summary>Begins to count.</summary>
    /// <param name="inner">Writes; disposed with this.</param>
    /// <param name="time">The clock.</param>
    public RepeatedLines(ILoggerProvider inner, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        _timer = time.CreateTimer(_ => WriteCounts(line => time.GetElapsedTime(line.Since) >= Window), null, LookInterval, LookInterval);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName, _inner.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        WriteCounts(_ => true);
        _inner.Dispose();
    }

    /// <summary>Whether a line is to be written.</summary>
    private bool IsNews((string Category, string Text) key, ILogger logger, LogLevel level, EventId id)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(key, out Line? line) && _time.GetElapsedTime(line.Since) < Window)
            {
                line.Count++;
                return line.Count <= WrittenInFull;
            }
        }

        WriteCounts(line => line.Key == key);
        lock (_gate)
        {
            if (_lines.Count >= Capacity)
            {
                Line oldest = _lines.Values.MinBy(line => line.Since)!;
                _lines.Remove(oldest.Key);
                oldest.WriteCount(_time);
            }

            _lines[key] = new Line(key, logger, level, id, _time.GetTimestamp());
            return true;
        }
    }

    private void WriteCounts(Func<Line, bool> isDue)
    {
        lock (_gate)
        {
            foreach (Line line in _lines.Values.Where(isDue).ToArray())
            {
                _lines.Remove(line.Key);
                line.WriteCount(_time);
            }
        }
    }

    private sealed record Line((string Category, string Text) Key, ILogger Logger, LogLevel Level, EventId Id, long Since)
    {
        public int Count { get; set; } = 1;

        public void WriteCount(TimeProvider time)
        {
            if (Count > WrittenInFull)
            {
                double minutes = Math.Ceiling(time.GetElapsedTime(Since).TotalMinutes);
                string text = $"{Key.Text} (this line came {Count - WrittenInFull} more times in {minutes:0} min)";
                Logger.Log(Level, Id, text, exception: null, static (state, _) => state);
            }
        }
    }

    private sealed class Category(RepeatedLines lines, string name, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)
                && (logLevel is LogLevel.Critical || lines.IsNews((name, formatter(state, exception)), inner, logLevel, eventId)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}

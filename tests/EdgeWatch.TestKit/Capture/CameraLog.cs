using System.Collections.Concurrent;
using EdgeWatch.Capture;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.TestKit.Capture;

/// <summary>Keeps what <see cref="CameraCapture"/> logs, at every level, as <c>Warning: text</c>.</summary>
public sealed class CameraLog : ILogger<CameraCapture>
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}{exception}");
}

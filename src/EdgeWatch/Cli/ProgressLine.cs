using System.Globalization;

namespace EdgeWatch.Cli;

/// <summary>
/// A line that tells how far a command is: redrawn in place on a terminal, a new line every tenth of the way elsewhere, if the way is
/// known. Goes to standard error, so that results can be piped.
/// </summary>
/// <param name="time">Limits how often the line is drawn.</param>
/// <param name="output">Where to; standard error when null.</param>
internal sealed class ProgressLine(TimeProvider time, TextWriter? output = null)
{
    private const int BarCells = 30;
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output = output ?? Console.Error;
    private readonly bool _isTerminal = output is null && !Console.IsErrorRedirected;
    private long _lastDrawn;
    private int _lastTenth = -1;
    private int _lastLength;

    /// <summary>Shows how far it is.</summary>
    /// <param name="text">What is being done.</param>
    /// <param name="part">0–1; null when the end is not known.</param>
    public void Show(string text, double? part)
    {
        if (_isTerminal)
        {
            Draw(text, part);
            return;
        }

        int tenth = (int)((part ?? 0) * 10);
        if (part is not null && tenth != _lastTenth)
        {
            _lastTenth = tenth;
            _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{text}: {tenth * 10} %"));
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        _lastTenth = -1;
        if (_isTerminal)
        {
            _output.Write($"\r{new string(' ', _lastLength)}\r");
            _lastLength = 0;
        }
    }

    private void Draw(string text, double? part)
    {
        long now = time.GetTimestamp();
        if (_lastLength > 0 && time.GetElapsedTime(_lastDrawn, now) < DrawInterval)
        {
            return;
        }

        _lastDrawn = now;
        int filled = (int)((part ?? 0) * BarCells);
        string bar = new string('█', filled).PadRight(BarCells, '░');
        string line = part is null ? text : string.Create(CultureInfo.InvariantCulture, $"{bar} {part:0%} {text}");
        _output.Write($"\r{line.PadRight(_lastLength)}");
        _lastLength = line.Length;
    }
}

using System.Text;

namespace EdgeWatch.Capture;

/// <summary>The last lines that a program wrote to its standard error: bounded, redacted, without control characters.</summary>
/// <param name="take">Gives what is to be kept of a line, without secrets; null: nothing.</param>
internal sealed class StderrTail(Func<string, string?> take)
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 100;

    /// <summary>Bytes kept of one line.</summary>
    public const int LongestLine = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(Capacity);
    private readonly byte[] _partial = new byte[LongestLine];
    private int _partialLength;

    /// <summary>The lines so far, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Takes in bytes as they come.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (byte value in bytes)
            {
                if (value is (byte)'\n' or (byte)'\r')
                {
                    EndLineLocked();
                }
                else if (_partialLength < LongestLine)
                {
                    _partial[_partialLength++] = value;
                }
            }
        }
    }

    /// <summary>Takes what came after the last line feed for a line.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            EndLineLocked();
        }
    }

    private void EndLineLocked()
    {
        if (_partialLength == 0)
        {
            return;
        }

        string line = Encoding.UTF8.GetString(_partial, 0, _partialLength);
        _partialLength = 0;
        if (take(string.Concat(line.Select(letter => char.IsControl(letter) ? '?' : letter))) is not { } kept)
        {
            return;
        }

        if (_lines.Count == Capacity)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(kept);
    }
}

namespace EdgeWatch.Capture.Troubles;

/// <summary>
/// Tells a stream of which parts are lost on the way, by the pictures that the decoder calls damaged. A few are nothing: a packet is lost
/// now and then on any radio link.
/// </summary>
internal sealed class DamageWatch
{
    /// <summary>Spans of <see cref="StreamTroubles.Span"/> in which there have to be many: 20 s.</summary>
    public const int Newest = 4;

    /// <summary>Damaged pictures that are many: one in twenty at ten a second.</summary>
    public const int Many = 10;

    /// <summary>Spans in which there have to be hardly any, for all to be well again: one minute.</summary>
    public const int Calm = 12;

    /// <summary>Damaged pictures that are hardly any.</summary>
    public const int HardlyAny = 2;

    /// <summary>
    /// Spans at the beginning that do not count: some cameras send a key frame every ten seconds only, and what comes before the first one
    /// is damaged.
    /// </summary>
    public const int Beginning = 4;

    private readonly int[] _damaged = new int[Calm];
    private int _spans;

    /// <summary>Damaged pictures in the newest spans.</summary>
    public int Now { get; private set; }

    /// <summary>Whether many are damaged.</summary>
    public bool IsHigh { get; private set; }

    /// <summary>The stream is opened anew.</summary>
    public void Begin()
    {
        Array.Clear(_damaged);
        _spans = -Beginning;
    }

    /// <summary>Takes a span in.</summary>
    /// <param name="damaged">Damaged pictures in it.</param>
    public void Take(int damaged)
    {
        if (_spans < 0)
        {
            _spans++;
            return;
        }

        _damaged[_spans++ % Calm] = damaged;
        Now = 0;
        for (int i = Math.Max(0, _spans - Newest); i < _spans; i++)
        {
            Now += _damaged[i % Calm];
        }

        IsHigh = Now >= Many || (IsHigh && (_spans < Calm || _damaged.Sum() > HardlyAny));
    }
}

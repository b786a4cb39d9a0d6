namespace EdgeWatch.Capture.Troubles;

/// <summary>
/// Tells a camera that sends far fewer frames than usually from one that is slow, or changes its rate by nature. Rates come in spans of
/// <see cref="StreamTroubles.Span"/>; the best of the newest <see cref="Newest"/> counts, so that a pause is none. Usual is the lowest
/// that this has been in the last hour: a camera that is now fast, now slow is always as usual. What has lasted for an hour, or has come
/// and gone three times, is this camera's way, and is not told again.
/// </summary>
internal sealed class FrameRateWatch
{
    /// <summary>Spans in a row that have to be slow: 20 s, as the default of a stall.</summary>
    public const int Newest = 4;

    /// <summary>
    /// Frames a second below which a camera is not judged: so few come in a span that their number says little, and when they cease the
    /// camera stalls.
    /// </summary>
    public const double LeastUsual = 1;

    /// <summary>Part of the usual rate below which frames are too few. Many cameras halve their rate in the dark.</summary>
    public const double FallenPart = 0.5;

    /// <summary>Part of the usual rate from which on all is well again.</summary>
    public const double RisenPart = 0.75;

    /// <summary>Falls that ended by themselves after which they are this camera's way.</summary>
    public const int Ways = 3;

    /// <summary>Spans that an hour has.</summary>
    public const int Remembered = 720;

    /// <summary>Rates that must be known: with the spans that they take, one minute.</summary>
    public const int Enough = 8;

    private readonly double[] _newest = new double[Newest];
    private readonly double[] _known = new double[Remembered];
    private long _spans;
    private long _knownCount;
    private double _accepted = double.PositiveInfinity;
    private double _lowest;
    private int _spansLow;
    private int _risen;

    /// <summary>Frames a second: the best of the newest spans.</summary>
    public double Now { get; private set; }

    /// <summary>What it usually is at least; 0 while it is not known.</summary>
    public double Usual { get; private set; }

    /// <summary>Whether far fewer frames come than usually.</summary>
    public bool IsLow { get; private set; }

    /// <summary>The stream is opened anew: what came of it before is not compared with what comes.</summary>
    public void Begin() => _spans = 0;

    /// <summary>Takes the rate of a span in.</summary>
    /// <param name="framesPerSecond">Frames that came, a second.</param>
    public void Take(double framesPerSecond)
    {
        _newest[_spans++ % Newest] = framesPerSecond;
        if (_spans < Newest)
        {
            return;
        }

        Now = _newest.Max();
        if (IsLow)
        {
            JudgeLow();
            return;
        }

        Usual = UsualRate();
        if (Usual >= LeastUsual && Now < FallenPart * Usual)
        {
            (IsLow, _spansLow, _lowest) = (true, 0, Now);
        }
        else
        {
            _known[_knownCount++ % Remembered] = Now;
        }
    }

    private void JudgeLow()
    {
        _lowest = Math.Min(_lowest, Now);
        bool hasRisen = _newest.Min() >= RisenPart * Usual;
        bool isItsWay = hasRisen ? ++_risen >= Ways : ++_spansLow >= Remembered;
        IsLow = !hasRisen && !isItsWay;
        if (isItsWay)
        {
            _accepted = Math.Min(_accepted, _lowest);
        }
    }

    /// <summary>
    /// The newest are left out: on the way down there is a span of both rates, which would be usual by the time of the next.
    /// </summary>
    private double UsualRate()
    {
        long end = _knownCount - Newest;
        if (_knownCount < Enough)
        {
            return 0;
        }

        double usual = _accepted;
        for (long i = Math.Max(0, _knownCount - Remembered); i < end; i++)
        {
            usual = Math.Min(usual, _known[i % Remembered]);
        }

        return usual;
    }
}

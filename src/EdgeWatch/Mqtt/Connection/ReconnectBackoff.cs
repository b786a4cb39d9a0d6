namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// Pauses between connection attempts: doubling, with a jitter of half the pause, so that many nodes do not return to a broker at once.
/// </summary>
/// <param name="timings">Shortest and longest pause.</param>
/// <param name="random">Numbers from 0 to below 1.</param>
internal sealed class ReconnectBackoff(MqttTimings timings, Func<double> random)
{
    /// <summary>2^20 s is beyond any longest pause and far from overflow.</summary>
    private const int MostDoublings = 20;

    private int _failures;

    /// <summary>The pause after a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="connectedFor">How long the connection had lasted; zero when there was none.</param>
    public TimeSpan Next(LinkFailure failure, TimeSpan connectedFor)
    {
        if (connectedFor >= timings.GoodConnection)
        {
            _failures = 0;
        }

        _failures = Math.Min(_failures + 1, MostDoublings);
        return Jitter(Clamp(failure switch
        {
            LinkFailure.TakenOver => timings.LongestPause,
            LinkFailure.Refused or LinkFailure.ProtocolVersion => Max(timings.RefusedPause * 2, Doubled),
            _ => Doubled,
        }));
    }

    private TimeSpan Doubled => timings.ShortestPause * Math.Pow(2, _failures);

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private TimeSpan Clamp(TimeSpan pause) => pause < timings.LongestPause ? pause : timings.LongestPause;

    private TimeSpan Jitter(TimeSpan pause) => pause * (0.5 + (0.5 * random()));
}

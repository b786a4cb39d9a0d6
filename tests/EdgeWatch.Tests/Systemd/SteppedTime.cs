namespace EdgeWatch.Tests.Systemd;

/// <summary>A monotonic clock that moves only when told.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Step(TimeSpan time) => _ticks += time.Ticks;
}

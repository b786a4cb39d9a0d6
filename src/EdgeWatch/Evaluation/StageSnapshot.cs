using EdgeWatch.Core.Watching;

namespace EdgeWatch.Evaluation;

/// <summary>The state of <see cref="StageTimes"/> at one moment; two of them tell what happened in between.</summary>
internal readonly record struct StageSnapshot(
    long Frames, long Tokens, TimeSpan Gate, TimeSpan Encode, TimeSpan Model, TimeSpan Glance, TimeSpan Score)
{
    /// <summary>Active patches in a frame, on average.</summary>
    public double TokensPerFrame => Frames == 0 ? 0 : (double)Tokens / Frames;

    /// <summary>Time of a frame in each stage, on average.</summary>
    public StageMilliseconds MillisecondsPerFrame =>
        new(
            PerFrame(Gate),
            PerFrame(Encode),
            PerFrame(Model),
            PerFrame(Glance),
            PerFrame(Score),
            PerFrame(Gate + Encode + Model + Glance + Score));

    /// <summary>Now.</summary>
    public static StageSnapshot Of(StageTimes times) =>
        new(times.Frames, times.Tokens, times.Gate, times.Encode, times.Model, times.Glance, times.Score);

    /// <summary>What happened between two moments.</summary>
    public static StageSnapshot operator -(StageSnapshot later, StageSnapshot earlier) => new(
        later.Frames - earlier.Frames,
        later.Tokens - earlier.Tokens,
        later.Gate - earlier.Gate,
        later.Encode - earlier.Encode,
        later.Model - earlier.Model,
        later.Glance - earlier.Glance,
        later.Score - earlier.Score);

    private double PerFrame(TimeSpan total) => Frames == 0 ? 0 : Math.Round(total.TotalMilliseconds / Frames, 4);
}

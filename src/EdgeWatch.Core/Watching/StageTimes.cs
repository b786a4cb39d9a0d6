namespace EdgeWatch.Core.Watching;

/// <summary>Time that a camera's frames have spent in each stage.</summary>
public sealed class StageTimes
{
    /// <summary>Frames processed.</summary>
    public long Frames { get; internal set; }

    /// <summary>Active patches of all frames.</summary>
    public long Tokens { get; internal set; }

    /// <summary>Scaling and picking the active patches.</summary>
    public TimeSpan Gate { get; internal set; }

    /// <summary>Cost volumes and tokens.</summary>
    public TimeSpan Encode { get; internal set; }

    /// <summary>The network.</summary>
    public TimeSpan Model { get; internal set; }

    /// <summary>Looking at the whole picture now and then.</summary>
    public TimeSpan Glance { get; internal set; }

    /// <summary>Normality, pooling, smoothing and calibration.</summary>
    public TimeSpan Score { get; internal set; }

    /// <summary>All stages together.</summary>
    public TimeSpan Total => Gate + Encode + Model + Glance + Score;
}

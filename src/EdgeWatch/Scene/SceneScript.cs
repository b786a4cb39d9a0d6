using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Scene;

/// <summary>What happens when in a scene: the truth that alerts are compared with.</summary>
public sealed class SceneScript
{
    private readonly Func<int, Region?> _anomalyRegion;

    internal SceneScript(int frameCount, Func<int, Region?> anomalyRegion)
    {
        FrameCount = frameCount;
        _anomalyRegion = anomalyRegion;
        FirstAnomalyFrame = -1;
        LastAnomalyFrame = -1;
        for (int frame = 0; frame < frameCount; frame++)
        {
            if (IsAnomaly(frame))
            {
                FirstAnomalyFrame = FirstAnomalyFrame < 0 ? frame : FirstAnomalyFrame;
                LastAnomalyFrame = frame;
            }
        }
    }

    /// <summary>Number of frames.</summary>
    public int FrameCount { get; }

    /// <summary>The first frame that shows the cyclist; −1 when there is none.</summary>
    public int FirstAnomalyFrame { get; }

    /// <summary>The last frame that shows the cyclist; −1 when there is none.</summary>
    public int LastAnomalyFrame { get; }

    /// <summary>Whether any part of the cyclist is in the picture.</summary>
    public bool IsAnomaly(int frame) => AnomalyRegion(frame) is not null;

    /// <summary>The rectangle around the cyclist, cut off at the picture's edges; null in frames without.</summary>
    public Region? AnomalyRegion(int frame) => frame >= 0 && frame < FrameCount ? _anomalyRegion(frame) : null;
}

namespace EdgeWatch.Core.Patches;

/// <summary>
/// What the model says about a patch: for windows of 16, 32 and 48 pixels the motion (u, v), the speed, the part of the window that
/// moves, and the spread of speeds, each in the units that it was trained in.
/// </summary>
/// <param name="values">The 15 values of one patch.</param>
public readonly ref struct PatchAttributes(ReadOnlySpan<float> values)
{
    /// <summary>Values of a patch.</summary>
    public const int Count = 15;

    /// <summary>Pixels a frame that are added before the logarithm, so that standing still is finite.</summary>
    public const float SpeedOffset = 0.3f;

    private const int Speed32Index = 7;
    private const int Occupancy32Index = 8;

    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>ln(speed + 0.3) in a window of 32 pixels, speed in pixels a frame.</summary>
    public float LogSpeed => _values[Speed32Index];

    /// <summary>Part of a window of 32 pixels that moves, about 0–1.</summary>
    public float Occupancy => _values[Occupancy32Index];
}

namespace EdgeWatch.Core.Patches;

/// <summary>
/// What the model says about a patch. For windows of 16, 32 and 48 pixels: the motion (u, v), the speed, the part of the window that
/// moves, and the spread of speeds; of the thing that moves there: its velocity, speed, height, width and how its limbs swing; and how
/// sure each of the four speeds is. In the units that the model was trained in.
/// </summary>
/// <param name="values">The 25 values of one patch.</param>
public readonly ref struct PatchAttributes(ReadOnlySpan<float> values)
{
    /// <summary>Pixels a frame that are added before the logarithm, so that standing still is finite.</summary>
    public const float SpeedOffset = 0.3f;

    /// <summary>Least part of a window of 32 pixels that must move for its speed to count.</summary>
    public const float MinimumOccupancy = 0.15f;

    /// <summary>Names and order of the values; a manifest has to list the same.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "u16", "v16", "speed16", "occupancy16", "speed_std16",
        "u32", "v32", "speed32", "occupancy32", "speed_std32",
        "u48", "v48", "speed48", "occupancy48", "speed_std48",
        "thing_u", "thing_v", "thing_speed", "thing_height", "thing_width", "thing_swing",
        "speed16_log_sigma", "speed32_log_sigma", "speed48_log_sigma", "thing_speed_log_sigma",
    ];

    /// <summary>Values of a patch.</summary>
    public const int Count = 25;

    private const int VelocityX32Index = 5;
    private const int VelocityY32Index = 6;
    private const int Speed32Index = 7;
    private const int Occupancy32Index = 8;
    private const int ThingHeightIndex = 18;
    private const int ThingWidthIndex = 19;
    private const int Speed32LogSigmaIndex = 22;

    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>Pixels a frame to the right in a window of 32 pixels.</summary>
    public float VelocityX => Velocity(_values[VelocityX32Index]);

    /// <summary>Pixels a frame downwards in a window of 32 pixels.</summary>
    public float VelocityY => Velocity(_values[VelocityY32Index]);

    /// <summary>ln(speed + 0.3) in a window of 32 pixels, speed in pixels a frame.</summary>
    public float LogSpeed => _values[Speed32Index];

    /// <summary>How far off <see cref="LogSpeed"/> may be: the standard deviation that the model expects of its own error.</summary>
    public float LogSpeedDeviation => MathF.Exp(_values[Speed32LogSigmaIndex]);

    /// <summary>Whether enough moves in a window of 32 pixels for the rest to mean anything.</summary>
    public bool IsMoving => Occupancy > MinimumOccupancy;

    /// <summary>Part of a window of 32 pixels that moves, about 0–1.</summary>
    public float Occupancy => _values[Occupancy32Index];

    /// <summary>ln of the area in square pixels of the rectangle around the thing that moves here.</summary>
    public float LogArea => _values[ThingHeightIndex] + _values[ThingWidthIndex];

    /// <summary>The inverse of sign · ln(1 + |u| / 0.3).</summary>
    private static float Velocity(float encoded) =>
        MathF.CopySign((MathF.Exp(MathF.Abs(encoded)) - 1) * SpeedOffset, encoded);
}

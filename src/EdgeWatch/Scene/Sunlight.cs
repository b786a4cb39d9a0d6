namespace EdgeWatch.Scene;

/// <summary>How shadows fall.</summary>
/// <param name="Lean">How far they reach to the right, in heights of what casts them; negative to the left.</param>
/// <param name="Strength">How much light they take away in their middle, 0–1.</param>
internal readonly record struct Sunlight(float Lean, float Strength)
{
    /// <summary>At noon; all the time where there are no days.</summary>
    public static readonly Sunlight Noon = new(0, 0.55f);
}

using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>One person's way across the picture at an even pace.</summary>
/// <param name="FeetRow">Row of the feet, which is how far away the person walks.</param>
/// <param name="UnitsPerSecond">Speed to the right; negative to the left.</param>
/// <param name="EntersAt">Time in seconds at which the person is at <paramref name="EntersFrom"/>.</param>
/// <param name="EntersFrom">Column at which the way begins, just outside of the picture.</param>
/// <param name="Stature">Height in relation to other people.</param>
/// <param name="Clothes">What the person wears.</param>
internal sealed record Walker(
    float FeetRow, float UnitsPerSecond, double EntersAt, float EntersFrom, float Stature, Clothes Clothes)
{
    /// <summary>Two steps, in relation to the height; short ones, as on a stroll.</summary>
    private const float StrideHeights = 0.7f;

    /// <summary>Seconds of walking after which the person stands still for <see cref="StandsSeconds"/>.</summary>
    public double StandsAfter { get; init; }

    /// <summary>How long the person stands; 0: not at all.</summary>
    public double StandsSeconds { get; init; }

    /// <summary>Height in units.</summary>
    public float Height => SceneView.PersonUnits(FeetRow) * Stature;

    /// <summary>How far beyond the picture's edge nothing is seen any more of somebody who walks at a row.</summary>
    public static float Outside(float feetRow) => SceneView.PersonUnits(feetRow) / 2;

    /// <summary>Column at a time.</summary>
    public float ColumnAt(double seconds) => EntersFrom + (float)(UnitsPerSecond * WalkedSeconds(seconds));

    /// <summary>Whether some of the person can be in a picture of the given width.</summary>
    public bool IsInPicture(double seconds, float columns)
    {
        float column = ColumnAt(seconds);
        float outside = Outside(FeetRow);
        return column > -outside && column < columns + outside;
    }

    /// <summary>Paints the person.</summary>
    public void Paint(ShapePainter painter, double seconds)
    {
        float walked = MathF.Abs(UnitsPerSecond) * (float)WalkedSeconds(seconds);
        float phase = walked / (StrideHeights * Height) * MathF.Tau;
        var feet = new Vector2(ColumnAt(seconds), FeetRow);
        painter.Shadow(feet + new Vector2(0.06f * Height, 0), new Vector2(0.36f, 0.085f) * Height, Height);
        new PersonFigure(feet, Height, MathF.Sign(UnitsPerSecond), Clothes).PaintWalking(painter, phase);
    }

    private double WalkedSeconds(double seconds)
    {
        double since = seconds - EntersAt;
        return since < StandsAfter ? since : Math.Max(StandsAfter, since - StandsSeconds);
    }
}

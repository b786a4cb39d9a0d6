using EdgeWatch.Core.Frames;

namespace EdgeWatch.Scene;

/// <summary>
/// Perspective of the fixed camera, some nine metres above a square. Positions are given in units of a picture of 240 rows
/// (320×240 for 4:3) and scaled to the real one, so that the scene is the same at every size.
/// </summary>
internal readonly record struct SceneView(FrameSize Size)
{
    /// <summary>Rows of the picture in units.</summary>
    public const float Rows = 240;

    /// <summary>Row at which the square would vanish; it lies behind the houses.</summary>
    public const float HorizonRow = 48;

    /// <summary>Row at which the houses meet the square.</summary>
    public const float PavementRow = 110;

    /// <summary>Row of the feet of the nearest people.</summary>
    public const float NearestRow = 230;

    /// <summary>Height of a grown-up as a part of the distance from the horizon to the feet.</summary>
    private const float PersonHeight = 0.19f;

    /// <summary>Pixels a unit.</summary>
    public float Scale => Size.Height / Rows;

    /// <summary>Width of the picture in units.</summary>
    public float Columns => Size.Width / Scale;

    /// <summary>How big things are at a row of the square: 1 for the nearest people, less farther away.</summary>
    public static float Nearness(float feetRow) => (feetRow - HorizonRow) / (NearestRow - HorizonRow);

    /// <summary>Height in units of a grown-up whose feet are at a row.</summary>
    public static float PersonUnits(float feetRow) => PersonHeight * (feetRow - HorizonRow);
}

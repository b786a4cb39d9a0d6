using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

/// <summary>What the model and block matching say about an active patch, in plain units.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Speed">The network's speed in pixels a frame.</param>
internal sealed record MovingPatch(PatchPosition Position, double Speed = 1)
{
    /// <summary>How far off the network takes its ln of the speed to be, unless said otherwise: hardly.</summary>
    public const double SmallDeviation = 0.01;

    /// <summary>Speed by block matching in pixels a frame; that of the network unless said otherwise.</summary>
    public double BlockSpeed { get; init; } = Speed;

    /// <summary>Standard deviation of ln(speed + 0.3) that the network expects of itself.</summary>
    public double SpeedDeviation { get; init; } = SmallDeviation;

    /// <summary>Pixels a frame to the right.</summary>
    public double VelocityX { get; init; }

    /// <summary>Pixels a frame downwards.</summary>
    public double VelocityY { get; init; }

    /// <summary>Part of the window that moves, 0–1.</summary>
    public double Occupancy { get; init; } = 1;

    /// <summary>Height of the thing in pixels.</summary>
    public double Height { get; init; } = 40;

    /// <summary>Width of the thing in pixels.</summary>
    public double Width { get; init; } = 20;

    /// <summary>ln of the part of its change that motion leaves unexplained; about what is usual anywhere.</summary>
    public double LogUnexplained { get; init; } = -1.3;

    /// <summary>What its place looks like, <c>[128]</c> or shorter; the rest is 0.</summary>
    public IReadOnlyList<float> Look { get; init; } = [1];

    /// <summary>Adds it to a frame, as the model would say it; what it looks like is for a glance to say.</summary>
    public void AddTo(ScenePatches scene)
    {
        int k = scene.Active.Count;
        scene.AddActive(Position);
        TokenBatch batch = scene.Active;
        Set(batch, k, "u32", EncodedVelocity(VelocityX));
        Set(batch, k, "v32", EncodedVelocity(VelocityY));
        Set(batch, k, "speed32", Math.Log(Speed + 0.3));
        Set(batch, k, "occupancy32", Occupancy);
        Set(batch, k, "thing_height", Math.Log(Height));
        Set(batch, k, "thing_width", Math.Log(Width));
        Set(batch, k, "speed32_log_sigma", Math.Log(SpeedDeviation));
        batch.BlockSpeeds[k] = (float)BlockSpeed;
        batch.LogUnexplained[k] = (float)LogUnexplained;
    }

    /// <summary>Writes one attribute of a patch.</summary>
    public static void Set(TokenBatch batch, int k, string attribute, double value) =>
        batch.Attributes[(k * TokenBatch.AttributeCount) + PatchAttributes.Names.ToList().IndexOf(attribute)] = (float)value;

    private static double EncodedVelocity(double velocity) => Math.CopySign(Math.Log(1 + (Math.Abs(velocity) / 0.3)), velocity);
}

using EdgeWatch.Core.Scoring;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>What a score looks like on a heat map.</summary>
/// <param name="Color">Its colour.</param>
/// <param name="Alpha">Its opacity, 0 to <see cref="HeatRamp.Opaque"/>.</param>
internal readonly record struct HeatTone(SKColor Color, int Alpha);

/// <summary>
/// From score to colour and opacity. Nothing shows below half of the threshold; orange is the threshold itself; dark red is 1.
/// The hues are those of ColorBrewer's sequential scheme YlOrRd (Brewer, Harrower and Penn State, colorbrewer2.org), which was
/// made to read as "more" in even steps, for colour-blind people as well.
/// </summary>
internal static class HeatRamp
{
    /// <summary>An alpha of this value covers wholly; 0 leaves a pixel as it is.</summary>
    public const int Opaque = 256;

    private const int Levels = 256;
    private const double ThresholdPosition = 0.5;

    // Chosen by eye on grey night pictures and on bright ones: faint where it begins, yet what happened stays visible under 1.
    private const double FaintestAlpha = 0.28;
    private const double ThresholdAlpha = 0.48;
    private const double StrongestAlpha = 0.62;

    // Opacity rises from nothing over this part of the ramp, so that a patch fades out instead of ending in an edge.
    private const double FadeIn = 0.12;

    private static readonly SKColor[] Stops =
    [
        new(0xff, 0xed, 0xa0), new(0xfe, 0xd9, 0x76), new(0xfe, 0xb2, 0x4c), new(0xfd, 0x8d, 0x3c),
        new(0xfc, 0x4e, 0x2a), new(0xe3, 0x1a, 0x1c), new(0xbd, 0x00, 0x26),
    ];

    private static readonly HeatTone[] Tones = Build();

    /// <summary>The tone of a score.</summary>
    /// <param name="score">Token score; what is outside of 0–1 is taken as 0 or 1.</param>
    /// <param name="threshold">The threshold, 0–1 without its ends.</param>
    public static HeatTone Tone(double score, double threshold)
    {
        double floor = HeatMap.Floor(threshold);
        double position = score < threshold
            ? ThresholdPosition * (score - floor) / (threshold - floor)
            : ThresholdPosition + ((1 - ThresholdPosition) * (score - threshold) / (1 - threshold));
        return ToneAt(position);
    }

    /// <summary>The tone at a position of the ramp: 0 is where heat begins to be shown, 0.5 the threshold, 1 the highest score.</summary>
    public static HeatTone ToneAt(double position) => Tones[(int)(Math.Clamp(position, 0, 1) * (Levels - 1))];

    private static HeatTone[] Build()
    {
        var tones = new HeatTone[Levels];
        for (int level = 0; level < Levels; level++)
        {
            double position = level / (double)(Levels - 1);
            tones[level] = new(ColorAt(position), (int)Math.Round(AlphaAt(position) * Opaque));
        }

        return tones;
    }

    private static double AlphaAt(double position)
    {
        double alpha = position < ThresholdPosition
            ? double.Lerp(FaintestAlpha, ThresholdAlpha, position / ThresholdPosition)
            : double.Lerp(ThresholdAlpha, StrongestAlpha, (position - ThresholdPosition) / (1 - ThresholdPosition));
        return alpha * Math.Min(1, position / FadeIn);
    }

    private static SKColor ColorAt(double position)
    {
        double place = position * (Stops.Length - 1);
        int below = Math.Min((int)place, Stops.Length - 2);
        double part = place - below;
        SKColor from = Stops[below];
        SKColor to = Stops[below + 1];
        return new(Between(from.Red, to.Red, part), Between(from.Green, to.Green, part), Between(from.Blue, to.Blue, part));
    }

    private static byte Between(byte from, byte to, double part) => (byte)Math.Round(double.Lerp(from, to, part));
}

namespace EdgeWatch.Scene;

/// <summary>
/// What sun, clouds and showers do to days: shadows turn with the sun, clouds gather and clear within hours, and every day it rains for a
/// while, at another hour than the day before.
/// </summary>
/// <param name="seed">Decides about clouds and rain.</param>
/// <param name="rhythm">The days.</param>
internal sealed class Weather(int seed, DailyRhythm rhythm)
{
    // Hours, of which a day has 24 however long it lasts.
    private const double CloudHours = 1.5;
    private const double ShowerHours = 0.75;
    private const double EarliestShower = 7;
    private const double LatestShower = 19;
    private const float WeakestShower = 0.4f;

    /// <summary>How much light a sky without a gap takes away.</summary>
    private const double Overcast = 0.3;

    /// <summary>How far a shadow reaches at sunrise and at sunset, in heights.</summary>
    private const double LongestShadow = 1.5;

    /// <summary>Strength of a shadow in the light of the sky or of a lamp, beside the sun's.</summary>
    private const float SoftStrength = 0.3f;

    /// <summary>Brightness in relation to a clear day's.</summary>
    public double BrightnessAt(double seconds) => rhythm.DaylightAt(seconds) * (1 - (Overcast * CloudsAt(seconds)));

    /// <summary>How much of the sky is covered, 0–1.</summary>
    public double CloudsAt(double seconds)
    {
        double clouds = Texture.Noise((float)(rhythm.HoursUntil(seconds) / CloudHours), seed);
        return double.Lerp(clouds, 1, RainAt(seconds));
    }

    /// <summary>How hard it rains, 0 for not at all to 1.</summary>
    public double RainAt(double seconds)
    {
        double hours = rhythm.HoursUntil(seconds);
        int day = (int)(hours / TimeSpan.HoursPerDay);
        double begins = (day * TimeSpan.HoursPerDay) + double.Lerp(EarliestShower, LatestShower, Texture.Hash(day, seed));
        double part = (hours - begins) / ShowerHours;
        return part is > 0 and < 1 ? Math.Sin(part * Math.PI) * float.Lerp(WeakestShower, 1, Texture.Hash(seed, day)) : 0;
    }

    /// <summary>How shadows fall: to one side in the morning, to the other in the evening, and hardly under clouds.</summary>
    public Sunlight SunAt(double seconds)
    {
        double risen = rhythm.SunPartAt(seconds);
        double clear = risen is > 0 and < 1 ? 1 - CloudsAt(seconds) : 0;
        return new(
            (float)(LongestShadow * clear * Math.Cos(risen * Math.PI)),
            Sunlight.Noon.Strength * float.Lerp(SoftStrength, 1, (float)clear));
    }
}

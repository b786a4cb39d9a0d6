namespace EdgeWatch.Scene;

/// <summary>Who walks where and when: four to seven people at a time.</summary>
internal sealed class Crowd
{
    private const double SecondsPerMinute = 60;

    /// <summary>Places in the crowd. Most are taken again as soon as their walker has left; the others stay empty for a while.</summary>
    private const int Places = 7;

    private const int BusyPlaces = 5;
    private const double LongestGapSeconds = 25;

    // Speeds at the nearest row, in units a second: 0.8 to 1.5 units a frame at 10 frames a second, a stroll.
    private const float Slowest = 8;
    private const float Fastest = 15;

    private const float FarthestRow = 122;
    private const float ShortestStature = 0.9f;
    private const float TallestStature = 1.07f;

    // Days have tens of thousands of walkers, and a frame a few.
    private readonly Walker[][] _byMinute;

    private Crowd(Walker[][] byMinute) => _byMinute = byMinute;

    /// <summary>Decides about everybody who walks during the recording.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="seconds">Length of the recording.</param>
    /// <param name="columns">Width of the square in units.</param>
    /// <param name="rhythm">How busy it is when; null: always the same.</param>
    public static Crowd Gather(Random random, double seconds, float columns, DailyRhythm? rhythm)
    {
        var walkers = new List<Walker>();
        for (int place = 0; place < Places; place++)
        {
            // The first one is already on the way when the recording begins.
            Walker walker = Enter(random, place, 0, columns, rhythm);
            double crossing = CrossingSeconds(walker, columns);
            walker = walker with { EntersAt = -random.NextDouble() * crossing };
            while (walker.EntersAt < seconds)
            {
                if (rhythm is null || random.NextDouble() < rhythm.BusynessAt(walker.EntersAt))
                {
                    walkers.Add(walker);
                }

                double gap = place < BusyPlaces ? 0 : random.NextDouble() * LongestGapSeconds;
                walker = Enter(random, place, walker.EntersAt + CrossingSeconds(walker, columns) + gap, columns, rhythm);
            }
        }

        return new(ByMinute(walkers.OrderBy(walker => walker.FeetRow), seconds, columns));
    }

    /// <summary>Everybody who can be in the picture at a time, the farthest first, which is the order to paint them in.</summary>
    public ReadOnlySpan<Walker> At(double seconds) =>
        _byMinute[Math.Clamp((int)(seconds / SecondsPerMinute), 0, _byMinute.Length - 1)];

    private static Walker[][] ByMinute(IEnumerable<Walker> walkers, double seconds, float columns)
    {
        List<Walker>[] minutes = [.. Enumerable.Range(0, 1 + (int)(seconds / SecondsPerMinute)).Select(_ => new List<Walker>())];
        foreach (Walker walker in walkers)
        {
            int last = (int)((walker.EntersAt + CrossingSeconds(walker, columns)) / SecondsPerMinute);
            for (int minute = Math.Max(0, (int)(walker.EntersAt / SecondsPerMinute)); minute <= last && minute < minutes.Length; minute++)
            {
                minutes[minute].Add(walker);
            }
        }

        return [.. minutes.Select(minute => minute.ToArray())];
    }

    // Each place has its own band of the square, so that near and far are both always peopled.
    private static Walker Enter(Random random, int place, double seconds, float columns, DailyRhythm? rhythm)
    {
        float band = (SceneView.NearestRow - FarthestRow) / Places;
        float row = FarthestRow + (band * (place + random.NextSingle()));
        float speed = float.Lerp(Slowest, Fastest, random.NextSingle()) * SceneView.Nearness(row);
        float stature = float.Lerp(ShortestStature, TallestStature, random.NextSingle());
        float outside = Walker.Outside(row);
        Walker walker = random.Next(2) == 0
            ? new(row, speed, seconds, -outside, stature, Clothes.Pick(random))
            : new(row, -speed, seconds, columns + outside, stature, Clothes.Pick(random));
        return rhythm is null ? walker : Variety.Of(walker, random, CrossingSeconds(walker, columns));
    }

    private static double CrossingSeconds(Walker walker, float columns) =>
        ((columns + (2 * Walker.Outside(walker.FeetRow))) / MathF.Abs(walker.UnitsPerSecond)) + walker.StandsSeconds;
}

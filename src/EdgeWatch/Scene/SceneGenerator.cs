using EdgeWatch.Core.Frames;

namespace EdgeWatch.Scene;

/// <summary>
/// Paints a square with people walking both ways, a tree in the wind, passing clouds and sensor noise, and, if asked for, a
/// cyclist who is much faster than they are. Any frame can be asked for in any order. Not for two threads at a time.
/// </summary>
public sealed class SceneGenerator
{
    private readonly SceneOptions _options;
    private readonly SceneView _view;
    private readonly byte[] _backdrop;
    private readonly Crowd _crowd;
    private readonly Tree _tree;
    private readonly Weather? _weather;
    private readonly Light _light;
    private readonly Cyclist? _cyclist;

    /// <summary>Prepares a scene.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public SceneGenerator(SceneOptions options)
    {
        const int MostFramesPerSecond = 60;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FramesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FramesPerSecond, MostFramesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Size.Width % 2, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Size.Height % 2, 0);
        _options = options;
        _view = new SceneView(options.Size);
        _backdrop = new byte[options.Size.TotalBytes];
        new Backdrop(_view.Columns, 1 / _view.Scale).Paint(new I420Canvas(options.Size, _backdrop));
        var random = new Random(options.Seed);
        _tree = new Tree(random);
        DailyRhythm? rhythm = options.Day is { } day ? new DailyRhythm(day) : null;
        _weather = rhythm is null ? null : new Weather(options.Seed, rhythm);
        _light = new Light(random, options.Size.Width, _weather);
        _crowd = Crowd.Gather(random, options.Duration.TotalSeconds, _view.Columns, rhythm);
        float facing = random.Next(2) == 0 ? 1 : -1;
        _cyclist = options.AnomalyAt is { } at ? new Cyclist(at.TotalSeconds, facing, _view.Columns) : null;
        int frameCount = (int)Math.Round(options.Duration.TotalSeconds * options.FramesPerSecond);
        Script = new SceneScript(frameCount, frame => _cyclist?.RegionAt(SecondsOf(frame)));
    }

    /// <summary>What happens when.</summary>
    public SceneScript Script { get; }

    /// <summary>Size of the pictures.</summary>
    public FrameSize Size => _options.Size;

    /// <summary>Frames a second.</summary>
    public int FramesPerSecond => _options.FramesPerSecond;

    /// <summary>Paints a frame over whatever is in <paramref name="pixels"/>.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <param name="pixels">An I420 picture of <see cref="Size"/>.</param>
    public void Render(int frame, Span<byte> pixels)
    {
        double seconds = SecondsOf(frame);
        _backdrop.CopyTo(pixels);
        var canvas = new I420Canvas(Size, pixels);
        PaintActors(new ShapePainter(canvas, _view.Scale, _weather?.SunAt(seconds) ?? Sunlight.Noon), seconds);
        Rain.Paint(canvas, _view.Scale, frame, _weather?.RainAt(seconds) ?? 0);
        _light.Apply(canvas, frame, seconds);
    }

    /// <summary>How many people are at least partly in the picture.</summary>
    internal int CountWalkers(int frame)
    {
        int walkers = 0;
        foreach (Walker walker in _crowd.At(SecondsOf(frame)))
        {
            walkers += walker.IsInPicture(SecondsOf(frame), _view.Columns) ? 1 : 0;
        }

        return walkers;
    }

    /// <summary>Whether it rains.</summary>
    internal bool IsRaining(int frame) => _weather?.RainAt(SecondsOf(frame)) > 0;

    private double SecondsOf(int frame) => frame / (double)_options.FramesPerSecond;

    // The farthest first. Things that stand still take their turn between the people behind and before them.
    private void PaintActors(ShapePainter painter, double seconds)
    {
        float painted = 0;
        foreach (Walker walker in _crowd.At(seconds))
        {
            if (walker.IsInPicture(seconds, _view.Columns))
            {
                PaintThings(painter, seconds, painted, walker.FeetRow);
                walker.Paint(painter, seconds);
                painted = walker.FeetRow;
            }
        }

        PaintThings(painter, seconds, painted, float.PositiveInfinity);
    }

    private void PaintThings(ShapePainter painter, double seconds, float behind, float before)
    {
        if (Tree.FootRow > behind && Tree.FootRow <= before)
        {
            _tree.PaintAt(painter, seconds);
        }

        if (Lamp.FootRow > behind && Lamp.FootRow <= before)
        {
            Lamp.Paint(painter, _view.Columns);
        }

        if (Cyclist.FeetRow > behind && Cyclist.FeetRow <= before)
        {
            _cyclist?.PaintAt(painter, seconds);
        }
    }
}

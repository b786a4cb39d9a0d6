using BenchmarkDotNet.Attributes;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Model;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// What one glance costs at a picture of 768×432, of which there are two a second: the network at all of it, and where one place has
/// changed, and what it says held against memories that are full. "Allocated" has to be nothing.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class GlanceBenchmarks : IDisposable
{
    /// <summary>Pictures until every memory is full: no look is like another.</summary>
    private const int FillingGlances = 50;

    /// <summary>Pixels along a place, at twice the resolution that is analysed, and grey levels by which they change.</summary>
    private const int ChangedSide = 2 * PatchGrid.PatchSize;
    private const byte ChangedLevels = 90;

    private static readonly FrameSize Size = new(768, 432);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1 / GlanceStage.DefaultPerSecond);

    private readonly Random _random = new(1);
    private readonly byte[] _luma = new byte[Size.LumaBytes];
    private LumaHistory _history = null!;
    private OnnxPatchModel _model = null!;
    private GlanceStage _glance = null!;
    private PresenceNormality _presence = null!;
    private ScenePatches _scene = null!;

    /// <summary>Fills the memories.</summary>
    [GlobalSetup]
    public void Settle()
    {
        PatchGrid grid = PatchGrid.For(Size);
        _history = new LumaHistory(grid);
        _random.NextBytes(_luma);
        _history.Add(_luma, Size.Width);
        _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
        _glance = new GlanceStage(_history, new NoiseEstimate(grid.Count), _model.Looks!, GlanceStage.DefaultPerSecond);
        _presence = new PresenceNormality(grid);
        _scene = new ScenePatches(grid) { Places = _glance.Places };
        for (int i = 0; i < FillingGlances; i++)
        {
            foreach (ref float value in _glance.Places.Looks.AsSpan())
            {
                value = _random.NextSingle() - 0.5f;
            }

            _glance.Places.Accept(_glance.Places.Part);
            Remember();
        }

        Console.WriteLine($"// {_glance.Places.Grid.Rows}×{_glance.Places.Grid.Columns} places");
    }

    /// <summary>Gives the network back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _model.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The network of looks at the whole picture, one thread.</summary>
    [Benchmark]
    public void Glance() => _glance.Follow(TimeSpan.Zero);

    /// <summary>The network of looks at what has changed, one place in the middle; every fifth time at all of it.</summary>
    [Benchmark]
    public void GlanceAtAChange()
    {
        for (int y = Size.Height / 2; y < (Size.Height / 2) + ChangedSide; y++)
        {
            foreach (ref byte pixel in _luma.AsSpan((y * Size.Width) + (Size.Width / 2), ChangedSide))
            {
                pixel += ChangedLevels;
            }
        }

        _history.Add(_luma, Size.Width);
        _glance.Follow(Interval);
    }

    /// <summary>What stays at each place: finding the nearest of what was seen there, learning.</summary>
    [Benchmark]
    public void Remember()
    {
        _scene.Clear();
        _presence.Observe(_scene, Interval);
        _presence.Learn(_scene, Interval, TimeSpan.Zero);
    }
}

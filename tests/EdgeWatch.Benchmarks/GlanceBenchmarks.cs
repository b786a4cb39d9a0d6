using BenchmarkDotNet.Attributes;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Model;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// What one glance costs at a picture of 768×432, of which there are two a second whatever goes on: the network, and what it says held
/// against memories that are full. "Allocated" has to be nothing.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class GlanceBenchmarks : IDisposable
{
    /// <summary>Pictures until every memory is full: no look is like another.</summary>
    private const int FillingGlances = 50;

    private static readonly FrameSize Size = new(768, 432);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1 / GlanceStage.DefaultPerSecond);

    private readonly Random _random = new(1);
    private readonly byte[] _luma = new byte[Size.LumaBytes];
    private OnnxPatchModel _model = null!;
    private GlanceStage _glance = null!;
    private PresenceNormality _presence = null!;
    private ScenePatches _scene = null!;

    /// <summary>Fills the memories.</summary>
    [GlobalSetup]
    public void Settle()
    {
        PatchGrid grid = PatchGrid.For(Size);
        LumaHistory history = new(grid);
        _random.NextBytes(_luma);
        history.Add(_luma, Size.Width);
        _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
        _glance = new GlanceStage(history, _model.Looks!, GlanceStage.DefaultPerSecond);
        _presence = new PresenceNormality(grid);
        _scene = new ScenePatches(grid) { Places = _glance.Places };
        for (int i = 0; i < FillingGlances; i++)
        {
            foreach (ref float value in _glance.Places.Looks.AsSpan())
            {
                value = _random.NextSingle() - 0.5f;
            }

            _glance.Places.Accept();
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

    /// <summary>The network of looks, one thread.</summary>
    [Benchmark]
    public void Glance() => _glance.Follow(TimeSpan.Zero);

    /// <summary>What stays at each place: finding the nearest of what was seen there, learning.</summary>
    [Benchmark]
    public void Remember()
    {
        _scene.Clear();
        _presence.Observe(_scene, Interval);
        _presence.Learn(_scene, Interval, TimeSpan.Zero);
    }
}

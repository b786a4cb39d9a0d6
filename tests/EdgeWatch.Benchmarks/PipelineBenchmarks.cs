using BenchmarkDotNet.Attributes;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Things;
using EdgeWatch.Core.Watching;
using EdgeWatch.Model;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// What one frame costs in each stage after decoding, in a still scene and in one about as busy as UCSD Ped2 (56 active patches a
/// frame on average). "Allocated" has to be nothing: the daemon runs for months.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class PipelineBenchmarks : IDisposable
{
    /// <summary>Frames until everything is warm: histories full, noise and background settled.</summary>
    private const int SettlingFrames = 100;

    private readonly ScenePatches _selected = new(PatchGrid.For(Pavement.Size));
    private readonly ScenePatches _scene = new(PatchGrid.For(Pavement.Size));
    private readonly ThingTracker _things = new(PatchGrid.For(Pavement.Size));
    private readonly PatchSurprises _patches = new(PatchGrid.For(Pavement.Size));
    private OnnxPatchModel _model = null!;
    private Pavement _pavement = null!;
    private LumaHistory _history = null!;
    private ActivityGate _gate = null!;
    private TokenEncoder _encoder = null!;
    private SceneWatch _watch = null!;

    /// <summary>People in the picture: nobody, or enough for about as many active patches as in Ped2.</summary>
    [Params(0, 13)]
    public int People { get; set; }

    /// <summary>Brings everything into its steady state.</summary>
    [GlobalSetup]
    public void Settle()
    {
        _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
        _pavement = new Pavement(People);
        _history = new LumaHistory(PatchGrid.For(Pavement.Size));
        _gate = new ActivityGate(_history);
        _encoder = new TokenEncoder(_history);
        _watch = new SceneWatch(
            Pavement.Size, _model, new LearningPolicy(TimeSpan.FromSeconds(1)), TimeProvider.System, glancesPerSecond: 0);
        for (int i = 0; i < SettlingFrames; i++)
        {
            Frame();
        }

        for (int i = 0; i < SettlingFrames; i++)
        {
            Gate();
        }

        _gate.Select(_scene, Pavement.Interval);
        Encode();
        Model();
        Console.WriteLine($"// {_scene.Active.Count} active patches; {(double)_watch.Times.Tokens / _watch.Times.Frames:0.0} on average");
    }

    /// <summary>Gives the network back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _watch.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The whole: one frame in, one scored frame out, without a glance (see <see cref="GlanceBenchmarks"/>).</summary>
    [Benchmark(Baseline = true)]
    public void Frame() => _watch.Process(_pavement.Next());

    /// <summary>Scaling, history, background, and picking the active patches.</summary>
    [Benchmark]
    public void Gate()
    {
        _history.Add(_pavement.NextLuma(), Pavement.Size.Width);
        _gate.Select(_selected, Pavement.Interval);
    }

    /// <summary>Cost volumes, block matching and tokens.</summary>
    [Benchmark]
    public void Encode() => _encoder.Encode(_scene.Active);

    /// <summary>The shipped network, one thread.</summary>
    [Benchmark]
    public void Model() => _model.Run(_scene.Active);

    /// <summary>Following things from the frame before.</summary>
    [Benchmark]
    public void Things() => _things.Follow(_scene, TimeSpan.FromSeconds(0.1));

    /// <summary>What is normal here: scoring the patches and learning from them.</summary>
    [Benchmark]
    public void Score()
    {
        TimeSpan duration = TimeSpan.FromSeconds(0.1);
        _watch.Normality.Score(_scene, duration, _patches);
        _watch.Normality.Learn(_scene, duration);
    }
}

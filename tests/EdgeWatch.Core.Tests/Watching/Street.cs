using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>A camera before a wall along which somebody walks, and the watch that looks at it.</summary>
internal sealed class Street : IDisposable
{
    public const double FramesPerSecond = 10;

    private const int WalkerWidth = 48;
    private const int WalkerHeight = 64;

    private readonly FramePool _pool;
    private readonly byte[] _wall;
    private readonly byte[] _clothes;
    private readonly int _scale;
    private long _timestamp;
    private double _position;

    public Street(
        TimeSpan learning,
        int width = 320,
        int height = 240,
        int idleFrames = FramePool.DefaultCapacity,
        double framesPerSecond = FramesPerSecond,
        ILookModel? looks = null)
    {
        Model = new BlockSpeedModel { Looks = looks };
        FrameSize size = new(width, height);
        Watch = new SceneWatch(size, Model, new LearningPolicy(learning), TimeProvider.System)
        {
            FramesPerSecond = framesPerSecond,
        };
        _scale = Watch.Grid.Scale;
        _pool = new FramePool(size, idleFrames);
        _wall = Pictures.Of(width, height, (x, y) => Pictures.Texture(x * 0.7 / _scale, y * 0.9 / _scale));
        _clothes = Pictures.Noise(WalkerWidth, WalkerHeight, new Random(1));
    }

    public BlockSpeedModel Model { get; }

    public SceneWatch Watch { get; }

    /// <summary>Frames shown.</summary>
    public long Frames { get; private set; }

    /// <summary>Time from one frame to the next.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1 / FramesPerSecond);

    /// <summary>Shows one frame in which the walker has gone on; null: in which nobody is.</summary>
    public ScoredFrame? Show(double? speed) => Watch.Process(Take(speed));

    /// <summary>Shows several.</summary>
    public void Show(double? speed, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Show(speed);
        }
    }

    /// <summary>The next frame.</summary>
    public Frame Take(double? speed)
    {
        Frame frame = _pool.Rent();
        frame.Sequence = Frames++;
        frame.CapturedTimestamp = _timestamp += (long)(Interval.TotalSeconds * TimeProvider.System.TimestampFrequency);
        frame.CapturedAt = DateTimeOffset.UnixEpoch + TimeProvider.System.GetElapsedTime(0, _timestamp);
        _wall.CopyTo(frame.Luma);
        if (speed is { } pixels)
        {
            // From the left to the right and round again, two patches from the edges.
            _position = (_position + pixels) % (Watch.Grid.Width - 64 - WalkerWidth);
            Paint(frame, 32 + (int)_position);
        }

        return frame;
    }

    public void Dispose() => Watch.Dispose();

    private void Paint(Frame frame, int left)
    {
        for (int y = 0; y < WalkerHeight * _scale; y++)
        {
            for (int x = 0; x < WalkerWidth * _scale; x++)
            {
                frame.Luma[(((96 * _scale) + y) * frame.Size.Width) + (left * _scale) + x] =
                    _clothes[(y / _scale * WalkerWidth) + (x / _scale)];
            }
        }
    }
}

using System.Collections.Concurrent;
using EdgeWatch.Capture;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Capture;

/// <summary>A running <see cref="CameraCapture"/> and a pipeline that takes every frame.</summary>
internal sealed class CameraRun : IAsyncDisposable
{
    private readonly WaitingFrames _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<CameraStatus> _changes = new();
    private readonly Task _taking;
    private long _taken;

    public CameraRun(CameraOptions options, FfmpegTool ffmpeg, StreamRing? ring = null, DecoderTrial? decoding = null)
    {
        options.Id = "yard";
        Camera = new CameraCapture(options, ffmpeg, _waiting, TimeProvider.System, Log, ring)
        {
            Decoding = decoding ?? new DecoderTrial(options.Decoder, options.DecoderDevice, File.Exists),
        };
        Camera.StatusChanged += _changes.Enqueue;
        Running = Camera.RunAsync(_stop.Token);
        _taking = TakeAsync();
    }

    public CameraCapture Camera { get; }

    public FakeLogger<CameraCapture> Log { get; } = new();

    public Task Running { get; }

    public IReadOnlyCollection<CameraStatus> Changes => _changes;

    public long Taken => Interlocked.Read(ref _taken);

    public FrameSize LastSize { get; private set; }

    /// <summary>Size and luma in the middle of each kind of frame that came.</summary>
    public ConcurrentDictionary<(FrameSize Size, byte Luma), bool> Kinds { get; } = [];

    public Task OnlineAsync() => Eventually.Until("online", () => Camera.Status.State == CameraState.Online, TimeSpan.FromSeconds(40));

    public Task OfflineAsync(string reason) => Eventually.Until(
        $"offline: {reason} (is {string.Join("; ", Changes)})",
        () => Camera.Status.State == CameraState.Offline && Camera.Status.Reason == reason,
        TimeSpan.FromSeconds(60));

    public async Task MoreFramesAsync(int count)
    {
        long goal = Taken + count;
        await Eventually.Until($"{count} more frames", () => Taken >= goal, TimeSpan.FromSeconds(40));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waiting.Dispose();
        _stop.Dispose();
    }

    private async Task TakeAsync()
    {
        while (await _waiting.TakeAsync(_stop.Token) is { } frame)
        {
            using (frame)
            {
                LastSize = frame.Size;
                Kinds[(frame.Size, frame.Luma[frame.Luma.Length / 2])] = true;
                Interlocked.Increment(ref _taken);
            }
        }
    }
}

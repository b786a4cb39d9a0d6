using System.Runtime.CompilerServices;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Capture;

/// <summary>A <see cref="CaptureProcess"/> and the frames that it writes.</summary>
internal sealed class CaptureSession : ICaptureSession
{
    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly CaptureProcess _process;
    private readonly Yuv4MpegReader _reader;
    private readonly Func<FrameSize, FramePool> _poolFor;
    private readonly bool _playsOnce;
    private readonly bool _countsTime;
    private FramePool? _pool;
    private FrameClock? _clock;
    private bool _hasFrame;

    private CaptureSession(
        CameraOptions options, CaptureSource source, CaptureProcess process,
        Func<FrameSize, FramePool> poolFor, bool countsTime, TimeProvider time)
    {
        _options = options;
        _time = time;
        _process = process;
        _reader = new Yuv4MpegReader(process.Output);
        _poolFor = poolFor;
        _playsOnce = source.IsPlayback && options.Playback == Playback.Once;
        _countsTime = source.IsPlayback && countsTime;
    }

    /// <summary>Process id of the program.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Frames a second that the stream announced; 0 if it did not or before the first frame.</summary>
    public double FramesPerSecond => _reader.Header.FramesPerSecond;

    /// <summary>Starts the program.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="poolFor">Gives the buffers once the picture size is known.</param>
    /// <param name="countsTime">
    /// Whether frames of a recording get the time at which they would have been shown instead of that of arrival.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CaptureException">There is nothing to start or to read.</exception>
    public static CaptureSession Open(
        CameraOptions options, FfmpegTool ffmpeg, Func<FrameSize, FramePool> poolFor, bool countsTime, TimeProvider time)
    {
        CaptureSource source = CaptureSource.Of(options);
        CaptureCommand command = CaptureCommand.For(options, source, Credentials.Of(options), ffmpeg);
        return new CaptureSession(options, source, CaptureProcess.Start(command, time), poolFor, countsTime, time);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_clock is null && !await BeginAsync(cancellationToken))
        {
            return null;
        }

        Frame? frame = await _reader.ReadFrameAsync(_pool!, cancellationToken);
        if (frame is not null)
        {
            _hasFrame = true;
            _clock!.Stamp(frame);
        }

        return frame;
    }

    /// <inheritdoc/>
    public async Task<CaptureEnd> EndAsync()
    {
        bool byItself = true;
        try
        {
            await _process.WaitForExitAsync(CaptureProcess.StopLimit);
        }
        catch (TimeoutException)
        {
            byItself = false;
        }

        await _process.StopAsync();
        IReadOnlyList<string> lines = _process.StderrLines;
        bool isClean = byItself && _hasFrame && _process.ExitCode == 0;
        string reason = isClean ? CaptureFailure.Ended : CaptureFailure.Classify(lines);
        return new CaptureEnd(
            isClean, isClean && _playsOnce, reason, CaptureFailure.LastMeaningful(lines) ?? $"exit code {_process.ExitCode}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (!await _reader.ReadHeaderAsync(cancellationToken))
        {
            return false;
        }

        Yuv4MpegHeader header = _reader.Header;
        RequirePatches(header.Size, _options.AnalysisRows);
        _pool = _poolFor(header.Size);
        double rate = header.FramesPerSecond > 0 ? header.FramesPerSecond : _options.FramesPerSecond;
        _clock = new FrameClock(_time, _countsTime ? rate : null);
        return true;
    }

    /// <summary>Refused here, such a picture is this camera's trouble alone, and is told like any other.</summary>
    private static void RequirePatches(FrameSize size, int analysisRows)
    {
        if (!PatchGrid.Fits(size, analysisRows))
        {
            throw new CaptureException(
                CaptureFailure.TooNarrow,
                $"the picture is too narrow: not one patch of {PatchGrid.PatchSize}×{PatchGrid.PatchSize} fits into {size}, "
                + $"analysed at {analysisRows} rows");
        }
    }
}

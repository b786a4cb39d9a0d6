using System.Runtime.CompilerServices;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Zones;
using EdgeWatch.Streams;

namespace EdgeWatch.Capture;

/// <summary>A <see cref="CaptureProcess"/> and the frames that it writes.</summary>
internal sealed class CaptureSession : ICaptureSession
{
    /// <summary>
    /// Time from one start of a program to the next, over all cameras: a hundred that start at once, after a power cut at the cameras,
    /// would take the processor from those that run.
    /// </summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(50);

    private static readonly SemaphoreSlim Starting = new(1, 1);

    private readonly CameraOptions _options;
    private readonly CaptureSource _source;
    private readonly TimeProvider _time;
    private readonly CaptureProcess _process;
    private readonly StreamTap? _tap;
    private readonly CancellationTokenSource _stopFeeding = new();
    private readonly Task _feeding;
    private readonly Yuv4MpegReader _reader;
    private readonly Func<FrameSize, FramePool> _poolFor;
    private readonly bool _countsTime;
    private readonly FrameThinning? _thinning;
    private FramePool? _pool;
    private PictureMask? _mask;
    private FrameClock? _clock;
    private bool _hasFrame;

    private CaptureSession(
        CameraOptions options, CaptureSource source, Credentials credentials, CaptureProcess process, StreamTap? tap,
        Func<FrameSize, FramePool> poolFor, bool countsTime, TimeProvider time)
    {
        _options = options;
        _source = source;
        _time = time;
        _process = process;
        _tap = tap;
        _reader = new Yuv4MpegReader(process.Output);
        _poolFor = poolFor;
        _countsTime = source.IsPlayback && countsTime;
        _thinning = source.IsPlayback || countsTime ? null : new FrameThinning(options.FramesPerSecond, time);
        _feeding = source.IsFed ? FeedAsync(credentials) : Task.CompletedTask;
        ReopenWhenPictureChanges();
    }

    /// <summary>Process id of the program.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Frames a second that the stream announced; 0 if it did not or before the first frame.</summary>
    public double FramesPerSecond => _reader.Header.FramesPerSecond;

    /// <inheritdoc/>
    public bool IsLive => !_source.IsPlayback;

    /// <inheritdoc/>
    public long DamagedPictures => _process.Report.DamagedPictures;

    private bool PlaysOnce => _source.IsPlayback && _options.Playback == Playback.Once;

    /// <summary>Starts the program.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="finder">Finds out what its source is.</param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="poolFor">Gives the buffers once the picture size is known.</param>
    /// <param name="countsTime">
    /// Whether every frame counts: those of a recording get the time at which they would have been shown instead of that of arrival, and
    /// none is left out because another came just before.
    /// </param>
    /// <param name="ring">Gets the compressed stream besides, where the source has one; null: nobody wants it.</param>
    /// <param name="decoder">What decodes video, where that suits the source; null: software.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the look at the source.</param>
    /// <exception cref="CaptureException">There is nothing to start or to read.</exception>
    public static async Task<CaptureSession> OpenAsync(
        CameraOptions options, SourceFinder finder, FfmpegTool ffmpeg, Func<FrameSize, FramePool> poolFor, bool countsTime,
        StreamRing? ring, HardwareDecoder? decoder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (decoder?.Device is { } device && !File.Exists(device))
        {
            throw new CaptureException(CaptureFailure.DecoderFails, $"{decoder.Name}: there is no {device}");
        }

        Credentials credentials = Credentials.Of(options);
        CaptureSource source = await finder.FindAsync(credentials, cancellationToken);
        await Starting.WaitAsync(cancellationToken);
        _ = LetNextStartAsync();
        ring = ring is { Wish.IsWanted: true } && TapArguments.Suit(source) ? ring : null;
        bool withSound = ring is not null && CameraSound.IsAskedFor(ring, source);
        CaptureSession session = await StartAsync(withSound);
        return withSound && await session.LacksSoundAsync(ring!, cancellationToken) ? await StartAsync(withSound: false) : session;

        async Task<CaptureSession> StartAsync(bool withSound)
        {
            StreamTap? tap = ring is not null ? await TryTapAsync(ring, ffmpeg, time) : null;
            try
            {
                CaptureCommand command = CaptureCommand.For(options, source, credentials, ffmpeg, tap?.Address, decoder, withSound);
                CaptureProcess process = CaptureProcess.Start(command, time, source.IsFed);
                CaptureSession session = new(options, source, credentials, process, tap, poolFor, countsTime, time);
                tap = null;
                return session;
            }
            finally
            {
                await (tap?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_clock is null && !await BeginAsync(cancellationToken))
        {
            return null;
        }

        while (await _reader.ReadFrameAsync(_pool!, cancellationToken) is { } frame)
        {
            _hasFrame = true;
            if (_thinning is null || _thinning.Takes())
            {
                _mask?.BlackOut(frame);
                _clock!.Stamp(frame);
                return frame;
            }

            frame.Dispose();
        }

        return null;
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
        await StopFeedingAsync();
        return Judge(byItself);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await (_tap?.DisposeAsync() ?? ValueTask.CompletedTask);
        await StopFeedingAsync();
        _stopFeeding.Dispose();
    }

    /// <summary>What a file is instead of a recording; null if it is one. ffmpeg makes video even of texts, letter by letter.</summary>
    private string? NoRecording => _source.Kind is not SourceKind.File ? null : _process.Report.Format switch
    {
        "tty" or "bin" or "xbin" or "adf" or "idf" => CaptureFailure.Text,
        "image2" => CaptureFailure.SinglePicture,
        string format when format.EndsWith("_pipe", StringComparison.Ordinal) => CaptureFailure.SinglePicture,
        _ => null,
    };

    /// <summary>
    /// Waits until it is known what sound the camera sends. Such as its stream cannot hold keeps it from coming: this session is ended
    /// then.
    /// </summary>
    /// <returns>Whether that is so.</returns>
    private async Task<bool> LacksSoundAsync(StreamRing ring, CancellationToken cancellationToken)
    {
        bool isEnded = true;
        try
        {
            await _process.WaitUntilOpenedAsync(cancellationToken);
            ring.SoundFault = _process.Report.Opened.IsCompleted ? CameraSound.FaultOf(_process.Report.Sound) : null;
            isEnded = ring.SoundFault is not null && _process.Report.Sound is not null;
        }
        finally
        {
            if (isEnded)
            {
                await DisposeAsync();
            }
        }

        return isEnded;
    }

    /// <summary>A camera without clips is better than none.</summary>
    private static async Task<StreamTap?> TryTapAsync(StreamRing ring, FfmpegTool ffmpeg, TimeProvider time)
    {
        if (await TapTrial.FaultOfAsync(ffmpeg, time) is { } fault)
        {
            ring.Fault = $"{ffmpeg.Path} cannot pass a stream on: {fault}";
            return null;
        }

        try
        {
            return StreamTap.Open(ring);
        }
        catch (IOException e)
        {
            ring.Fault = e.Message;
            return null;
        }
    }

    private static async Task LetNextStartAsync()
    {
        await Task.Delay(StartInterval, TimeProvider.System, CancellationToken.None);
        Starting.Release();
    }

    private CaptureEnd Judge(bool byItself)
    {
        if (NoRecording is { } otherThing)
        {
            return CaptureEnd.Failed(otherThing, otherThing);
        }

        if (_process.Report is { First: { } first, Other: { } other } && !IsNativePlayback)
        {
            string change = $"{first} → {other}";
            return CaptureEnd.Failed(CaptureFailure.PictureChanges, change) with { Change = change };
        }

        if (_feeding.Exception?.InnerException is CaptureException fed)
        {
            return CaptureEnd.Failed(fed.Reason, fed.Detail);
        }

        IReadOnlyList<string> lines = _process.StderrLines;
        bool isClean = byItself && _hasFrame && _process.ExitCode == 0;
        string reason = isClean ? CaptureFailure.Ended
            : _process.Report.OffersNoVideo ? CaptureFailure.NoVideo
            : CaptureFailure.Classify(lines, byItself ? _process.ExitCode : null);
        return new CaptureEnd(
            isClean, isClean && PlaysOnce, reason, CaptureFailure.LastMeaningful(lines) ?? $"exit code {_process.ExitCode}");
    }

    /// <summary>A recording that is played as a camera goes on in the size it began with: opened anew, it would begin anew.</summary>
    private bool IsNativePlayback => _source.IsPlayback && !_countsTime;

    private void ReopenWhenPictureChanges()
    {
        if (_source.IsPlayback)
        {
            return;
        }

        _process.Report.PictureChanged = _process.AskToEnd;
        if (_process.Report.Other is not null)
        {
            _process.AskToEnd();
        }
    }

    private async Task FeedAsync(Credentials credentials)
    {
        HttpFeed feed = new(
            new HttpCamera(_source.Location, credentials), TimeSpan.FromSeconds(1 / _options.PollsPerSecond), _options.StallTimeout, _time);
        try
        {
            await (_source.Sight is HttpSight.JpegStream
                ? feed.PassOnAsync(_process.Input, _stopFeeding.Token)
                : feed.PollAsync(_process.Input, _stopFeeding.Token));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // ffmpeg has ended, and says why; or the camera has, and ffmpeg ends with it.
        }
        finally
        {
            CloseInput();
        }
    }

    private void CloseInput()
    {
        try
        {
            _process.Input.Dispose();
        }
        catch (IOException)
        {
            // Nobody reads there any more.
        }
    }

    private async Task StopFeedingAsync()
    {
        await _stopFeeding.CancelAsync();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (!await _reader.ReadHeaderAsync(cancellationToken))
        {
            return false;
        }

        if (NoRecording is { } otherThing)
        {
            throw new CaptureException(otherThing);
        }

        Yuv4MpegHeader header = _reader.Header;
        RequirePatches(header.Size, _options.AnalysisRows);
        _pool = _poolFor(header.Size);
        _mask = _options.PrivacyMasks.Count > 0
            ? new PictureMask(_options.PrivacyMasks.Select(mask => mask.ToPolygon()), header.Size)
            : null;
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
                $"not one patch of {PatchGrid.PatchSize}×{PatchGrid.PatchSize} fits into {size}, analysed at {analysisRows} rows");
        }
    }
}

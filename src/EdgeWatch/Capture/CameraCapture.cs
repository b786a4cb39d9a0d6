using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Capture.Troubles;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Capture;

/// <summary>
/// Keeps one camera running: starts its program, puts its frames into a <see cref="WaitingFrames"/>, and starts it again after it
/// failed or stalled, with growing waits. Another camera never notices.
/// </summary>
public sealed partial class CameraCapture
{
    /// <summary>Good frames for this long make the next failure count as the first.</summary>
    internal static readonly TimeSpan GoodRun = TimeSpan.FromSeconds(30);

    /// <summary>Pictures that change more often than this are opened anew no faster than after failures.</summary>
    internal static readonly TimeSpan SteadyPicture = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Least time for the first frame: ffmpeg looks at up to 5 s of a stream before it begins, key frames of some cameras are 10 s apart,
    /// and its own network limit gives the better reason.
    /// </summary>
    private static readonly TimeSpan LeastFirstFrameLimit = TimeSpan.FromSeconds(15);

    private readonly Func<CancellationToken, Task<ICaptureSession>> _open;
    private readonly WaitingFrames _waiting;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RestartBackoff _backoff;
    private CameraOptions _options;
    private SourceFinder _finder;
    private StreamTroubles _troubles;
    private CameraStatus _status;
    private FramePool? _pool;
    private long _frames;
    private long _restarts;
    private long _lastFrame;
    private long _opened;
    private bool _isChangeUnlogged;
    private bool _hadPicture;
    private string? _soundFault;

    /// <summary>Prepares a camera; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="waiting">Where the frames go; not disposed here.</param>
    /// <param name="time">Clock of frames, waits and limits.</param>
    /// <param name="logger">Gets changes of state only, never frames or secrets.</param>
    /// <param name="ring">Gets the compressed stream besides, where the source has one; null: nobody wants it.</param>
    internal CameraCapture(
        CameraOptions options, FfmpegTool ffmpeg, WaitingFrames waiting, TimeProvider time, ILogger<CameraCapture> logger,
        StreamRing? ring = null)
        : this(options, waiting, time, logger, RandomFraction, open: null)
    {
        _open = stopping => OpenSessionAsync(ffmpeg, ring, stopping);
        ring?.Faulted = why => LogNoStream(Id, why);
    }

    /// <summary>For tests: sessions from elsewhere and a known random number.</summary>
    internal CameraCapture(
        CameraOptions options, WaitingFrames waiting, TimeProvider time, ILogger<CameraCapture> logger,
        Func<double> random, Func<ICaptureSession>? open)
    {
        _waiting = waiting;
        _time = time;
        _logger = logger;
        _backoff = new RestartBackoff(random);
        Use(options);
        _open = _ => Task.FromResult(open!());
        _status = new CameraStatus(CameraState.Connecting, "", time.GetUtcNow());
    }

    /// <summary>Called on every change of state or reason, by the loop itself: it must be quick and must not throw.</summary>
    public event Action<CameraStatus>? StatusChanged;

    /// <summary>
    /// How long the first frame may take: ffmpeg wants to see up to three frames, the first of which may come
    /// <see cref="CameraOptions.StallTimeout"/> after the connection.
    /// </summary>
    public static TimeSpan FirstFrameLimit(CameraOptions options) => Max(LeastFirstFrameLimit, 2 * options.StallTimeout);

    /// <summary>Name of the camera.</summary>
    public string Id => _options.Id;

    /// <summary>How the camera is.</summary>
    public CameraStatus Status => Volatile.Read(ref _status);

    /// <summary>Frames captured since the start of the daemon.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Starts of the program after the first.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    /// <summary>Frames that nobody took in time.</summary>
    public long Dropped => _waiting.Dropped;

    /// <summary>Monotonic time of the newest frame; null before the first.</summary>
    public long? LastFrame => Interlocked.Read(ref _lastFrame) is var timestamp && Frames > 0 ? timestamp : null;

    /// <summary>What is unusual about the camera's address, in words; empty if nothing is.</summary>
    public string Sight { get; private set; } = "";

    /// <summary>What decodes the video, in the words of the config; and why not in hardware, where that has failed.</summary>
    public string Decoder => Decoding.Words;

    /// <summary>Decides that.</summary>
    internal DecoderTrial Decoding { get; set; }

    /// <summary>Process id of the running program; 0 if none runs.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>Reads the camera in another way from the next <see cref="RunAsync"/> on; call it while none runs.</summary>
    [MemberNotNull(nameof(_options), nameof(_finder), nameof(_troubles), nameof(Decoding))]
    internal void Use(CameraOptions options)
    {
        _options = options;
        _finder = new SourceFinder(options, _time) { Found = See };
        _troubles = new StreamTroubles(_time);
        _backoff.Reset();
        Sight = "";
        Decoding = new DecoderTrial(options.Decoder, options.DecoderDevice, File.Exists);
    }

    /// <summary>Says that nobody wants the camera, while it does not run.</summary>
    /// <param name="reason">Why, in words.</param>
    public void Disable(string reason) => Change(CameraState.Disabled, reason);

    /// <summary>Says that the watching of the camera has failed, while it does not run.</summary>
    public void Fail() => Change(CameraState.Offline, CaptureFailure.InternalError);

    /// <summary>Runs until a recording has been played to its end, or for ever. May be called again afterwards.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired; the program has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Change(CameraState.Connecting, "");

        while (true)
        {
            CaptureEnd end = await RunOnceAsync(cancellationToken);
            if (end.IsFinished)
            {
                Change(CameraState.Finished, "");
                LogFinished(Id, Frames);
                return;
            }

            if (Decoding.End(_hadPicture, end))
            {
                LogDecoderDoubted(Id, end.Reason, end.Detail);
            }
            else if (end.Change is { } change && _time.GetElapsedTime(_opened) >= SteadyPicture)
            {
                LogPictureChanges(Id, change);
            }
            else
            {
                TimeSpan wait = _backoff.Next();
                ReportFailure(end, wait);
                await Task.Delay(wait, _time, cancellationToken);
            }

            Interlocked.Increment(ref _restarts);
        }
    }

    /// <summary>One session: from the start of the program to its end.</summary>
    private async Task<CaptureEnd> RunOnceAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _opened = _time.GetTimestamp();
        _hadPicture = false;
        using CancellationTokenSource stall = new(FirstFrameLimit(_options), _time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            ICaptureSession session = await _open(stop.Token);
            await using (session)
            {
                try
                {
                    await ForwardAsync(session, stall, stop.Token);
                }
                catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // Told now: a program that does not listen takes seconds to stop.
                    _isChangeUnlogged = Change(CameraState.Offline, CaptureFailure.Stalled, StallDetail);
                    throw;
                }

                return await session.EndAsync();
            }
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CaptureEnd.Failed(CaptureFailure.Stalled, StallDetail);
        }
        catch (CaptureException e)
        {
            return CaptureEnd.Failed(e.Reason, e.Detail);
        }
        catch (IOException e)
        {
            return CaptureEnd.Failed(CaptureFailure.Ended, e.Message);
        }
        finally
        {
            ProcessId = 0;
        }
    }

    private async Task ForwardAsync(ICaptureSession session, CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        long firstFrame = _time.GetTimestamp();
        _troubles.Begin();
        while (await session.ReadAsync(cancellationToken) is { } frame)
        {
            stall.CancelAfter(_options.StallTimeout);
            if (!_hadPicture)
            {
                _hadPicture = true;
                ReportDecoder();
            }

            long now = _time.GetTimestamp();
            Interlocked.Exchange(ref _lastFrame, now);
            Interlocked.Increment(ref _frames);
            if (Status.State != CameraState.Online)
            {
                LogOnline(Id, frame.Size.Width, frame.Size.Height);
                ReportTrouble(_troubles.Current);
                firstFrame = now;
            }
            else if (_time.GetElapsedTime(firstFrame, now) >= GoodRun)
            {
                _backoff.Reset();
            }

            if (session.IsLive)
            {
                LookForTrouble(now, session.DamagedPictures);
            }

            _waiting.Put(frame);
            if (!session.IsLive && _options.Speed is PlaybackSpeed.Fastest)
            {
                await WaitForRoomAsync(stall, cancellationToken);
            }
        }
    }

    /// <summary>A recording that is read as fast as possible waits for the analysis, its program with it: that is no stall.</summary>
    private async ValueTask WaitForRoomAsync(CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        stall.CancelAfter(Timeout.InfiniteTimeSpan);
        await _waiting.WaitForRoomAsync(cancellationToken);
        stall.CancelAfter(_options.StallTimeout);
    }

    private void LookForTrouble(long now, long damaged)
    {
        CameraTrouble? before = _troubles.Current;
        _troubles.Observe(now, damaged);
        CameraTrouble? trouble = _troubles.Current;
        if (trouble == before)
        {
            return;
        }

        ReportTrouble(trouble);
        if (trouble is null)
        {
            LogTroubleOver(Id, before!.Reason);
        }
        else
        {
            LogTrouble(Id, CaptureAdvice.Tell(trouble.Reason, trouble.Detail));
        }
    }

    private void ReportTrouble(CameraTrouble? trouble) => Change(CameraState.Online, trouble?.Reason ?? "", trouble?.Detail ?? "");

    private void ReportDecoder()
    {
        if (Decoding.Succeed() is { } why)
        {
            LogDecodedInSoftware(Id, why);
        }
    }

    private async Task<ICaptureSession> OpenSessionAsync(FfmpegTool ffmpeg, StreamRing? ring, CancellationToken cancellationToken)
    {
        bool countsTime = _options.Speed == PlaybackSpeed.Fastest;
        CaptureSession session = await CaptureSession.OpenAsync(
            _options, _finder, ffmpeg, PoolFor, countsTime, countsTime ? null : ring, Decoding.Next, _time, cancellationToken);
        ProcessId = session.ProcessId;
        if (ring?.SoundFault is { } fault && fault != _soundFault)
        {
            _soundFault = fault;
            LogNoSound(Id, fault);
        }

        return session;
    }

    private void See(string words)
    {
        if (words != Sight)
        {
            Sight = words;
            LogFound(Id, words);
        }
    }

    private string StallDetail => $"no frame for {_options.StallTimeout.TotalSeconds:0.#} s";

    private FramePool PoolFor(FrameSize size) => _pool = _pool?.Size == size ? _pool : new FramePool(size);

    private void ReportFailure(CaptureEnd end, TimeSpan wait)
    {
        bool isNews = Change(CameraState.Offline, end.Reason, end.Detail) || _isChangeUnlogged;
        _isChangeUnlogged = false;
        if (isNews)
        {
            LogOffline(Id, CaptureAdvice.Tell(end.Reason, end.Detail), wait);
        }
        else
        {
            LogStillOffline(Id, end.Reason, wait);
        }
    }

    private bool Change(CameraState state, string reason, string detail = "")
    {
        CameraStatus before = Status;
        if (before.State == state && before.Reason == reason)
        {
            return false;
        }

        CameraStatus status = new(state, reason, before.State == state ? before.Since : _time.GetUtcNow()) { Detail = detail };
        Volatile.Write(ref _status, status);
        StatusChanged?.Invoke(status);
        return true;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static double RandomFraction() => RandomNumberGenerator.GetInt32(1_000_000) / 1e6;

    // Event ids 100–199.
    [LoggerMessage(100, LogLevel.Information, "Camera {Camera} is online: {Width}×{Height}")]
    private partial void LogOnline(string camera, int width, int height);

    [LoggerMessage(101, LogLevel.Warning, "Camera {Camera} is offline: {Told}; next start in {Wait}")]
    private partial void LogOffline(string camera, string told, TimeSpan wait);

    [LoggerMessage(102, LogLevel.Debug, "Camera {Camera} is still offline: {Reason}; next start in {Wait}")]
    private partial void LogStillOffline(string camera, string reason, TimeSpan wait);

    [LoggerMessage(104, LogLevel.Information, "Camera {Camera}: its picture changes in flight, {Change}; it is opened anew")]
    private partial void LogPictureChanges(string camera, string change);

    [LoggerMessage(105, LogLevel.Information, "Camera {Camera}: its address shows {Words}")]
    private partial void LogFound(string camera, string words);

    [LoggerMessage(106, LogLevel.Debug,
        "Camera {Camera}: no picture came decoded in hardware ({Reason}: {Detail}); software is tried, which tells whose fault it is")]
    private partial void LogDecoderDoubted(string camera, string reason, string detail);

    [LoggerMessage(107, LogLevel.Warning, "Camera {Camera} is decoded in software: {Why}. It stays so until the service starts again")]
    private partial void LogDecodedInSoftware(string camera, string why);

    [LoggerMessage(108, LogLevel.Warning, "Camera {Camera} is online, but: {Told}")]
    private partial void LogTrouble(string camera, string told);

    [LoggerMessage(109, LogLevel.Information, "Camera {Camera}: {Reason} no longer")]
    private partial void LogTroubleOver(string camera, string reason);

    [LoggerMessage(110, LogLevel.Warning,
        "Camera {Camera}: clips of its events have no sound though clips.audio is on: {Why}. It stays so until the service starts again")]
    private partial void LogNoSound(string camera, string why);

    [LoggerMessage(111, LogLevel.Warning,
        "Camera {Camera}: its events have no clips, and no pictures at its own resolution, while its stream cannot be had: {Why}")]
    private partial void LogNoStream(string camera, string why);

    [LoggerMessage(103, LogLevel.Information, "Camera {Camera} has played its recording to the end: {Frames} frames")]
    private partial void LogFinished(string camera, long frames);
}

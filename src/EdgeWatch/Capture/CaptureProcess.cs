using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;

namespace EdgeWatch.Capture;

/// <summary>A running <see cref="CaptureCommand"/>.</summary>
/// <remarks>
/// It leads a process group of its own (through <c>setsid</c>, which replaces itself by the program), so that what it started ends
/// with it. A daemon that was killed outright cannot stop it; then the pipe does: the first write into a pipe without a reader ends
/// ffmpeg by SIGPIPE, and a camera that sends nothing runs into ffmpeg's own network time limit. PR_SET_PDEATHSIG would be no
/// better: it follows the thread that started the child, and pool threads end at any time.
/// </remarks>
internal sealed class CaptureProcess : IAsyncDisposable
{
    /// <summary>How long a program may take to end after SIGTERM, and to vanish after SIGKILL.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A frame of 480 rows and 16:9 is 0.6 MB. Through a pipe of the usual 64 kB it comes in ten pieces, each of which wakes a thread here.
    /// Linux allows anybody as much as this.
    /// </summary>
    private const int PipeBytes = 1024 * 1024;

    private static readonly string? SetSid = ProgramPath.Find("setsid");

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Task _exited;
    private readonly Task _stderrRead;
    private readonly StderrTail _stderr;

    private CaptureProcess(Process process, CaptureCommand command, TimeProvider time)
    {
        _process = process;
        _time = time;
        _stderr = new StderrTail(line => Report.Take(line) is { } kept ? command.Redact(kept) : null);
        _exited = process.WaitForExitAsync();
        _stderrRead = ReadStderrAsync();
    }

    /// <summary>Process id, also of its group.</summary>
    public int Id => _process.Id;

    /// <summary>What it reads on its standard input, when that was kept open.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes to its standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it says of its source and its pictures, if it is ffmpeg.</summary>
    public FfmpegReport Report { get; } = new();

    /// <summary>The last lines of its standard error.</summary>
    public IReadOnlyList<string> StderrLines => _stderr.Lines;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _exited.IsCompleted;

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => _exited.IsCompleted ? _process.ExitCode : null;

    /// <summary>Starts the program.</summary>
    /// <param name="command">The program.</param>
    /// <param name="time">Clock of limits.</param>
    /// <param name="isFed">Whether its standard input is kept open for <see cref="Input"/>.</param>
    /// <exception cref="CaptureException">It is not there or cannot be started.</exception>
    public static CaptureProcess Start(CaptureCommand command, TimeProvider time, bool isFed = false)
    {
        string program = ProgramPath.Require(command.Program);
        ProcessStartInfo start = SetSid is null
            ? new ProcessStartInfo(program, command.Arguments)
            : new ProcessStartInfo(SetSid, command.Arguments.Prepend(program));
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            Process process = Process.Start(start)!;
            WidenPipe(process);
            CaptureProcess started = new(process, command, time);
            if (!isFed)
            {
                started.WriteInput(command.StandardInput);
            }

            return started;
        }
        catch (Win32Exception e)
        {
            throw new CaptureException(CaptureFailure.ProgramNotFound, $"{program} does not start: {e.Message}", e);
        }
    }

    /// <summary>Waits until it has opened its source, if it is ffmpeg, or has ended.</summary>
    public Task WaitUntilOpenedAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(Report.Opened, _exited).WaitAsync(cancellationToken);

    /// <summary>Asks it to end, and does not wait.</summary>
    public void AskToEnd() => Signal(LibC.SigTerm);

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="TimeoutException">Not within <paramref name="limit"/>.</exception>
    public async Task WaitForExitAsync(TimeSpan limit) => await _exited.WaitAsync(limit, _time);

    /// <summary>Asks it to end and, after <see cref="StopLimit"/>, makes it end. Does nothing to a program that has ended.</summary>
    public async Task StopAsync()
    {
        Signal(LibC.SigTerm);
        using (CancellationTokenSource drained = new())
        {
            // A program that is stuck in writing to a full pipe does not see the signal.
            Task drain = DrainAsync(drained.Token);
            await WaitQuietlyAsync(_exited);
            await drained.CancelAsync();
            await drain;
        }

        // Also what it may have left behind in its group.
        Signal(LibC.SigKill);
        await WaitQuietlyAsync(_exited);
        await WaitQuietlyAsync(_stderrRead);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.DisposeWithPipes();
    }

    // No catch for a driver that holds the program in the kernel for good: the time limit is all that helps.
    private async Task WaitQuietlyAsync(Task task) =>
        await task.WaitAsync(StopLimit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Signal(int signal)
    {
        // The group, which may outlive its leader; failing that (the leader has not yet made it) the program alone.
        if (LibC.Kill(-_process.Id, signal) != 0 && !_exited.IsCompleted)
        {
            _ = LibC.Kill(_process.Id, signal);
        }
    }

    /// <summary>Leaves the pipe as it is where that is not allowed, as to a user of very many: it works all the same.</summary>
    private static void WidenPipe(Process process)
    {
        if (process.StandardOutput.BaseStream is PipeStream pipe)
        {
            _ = LibC.Control(pipe.SafePipeHandle, LibC.SetPipeSize, PipeBytes);
        }
    }

    private void WriteInput(string text)
    {
        try
        {
            _process.StandardInput.Write(text);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before it read that; its exit says more than this.
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Output.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Whatever ends the draining: nobody wants these bytes.
        }
    }

    private async Task ReadStderrAsync()
    {
        byte[] buffer = new byte[4096];
        Stream stderr = _process.StandardError.BaseStream;
        try
        {
            int read;
            while ((read = await stderr.ReadAsync(buffer)) > 0)
            {
                _stderr.Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Disposed while something else still held the pipe open.
        }

        _stderr.Complete();
    }
}

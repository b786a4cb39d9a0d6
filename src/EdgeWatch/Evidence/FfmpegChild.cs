using System.ComponentModel;
using System.Diagnostics;

namespace EdgeWatch.Evidence;

/// <summary>An ffmpeg child that is fed through its standard input. Disposing it ends the child, whatever it is doing.</summary>
internal sealed class FfmpegChild : IAsyncDisposable
{
    /// <summary>Enough to see why ffmpeg failed; the rest of its complaints is read and forgotten.</summary>
    private const int KeptComplaintLines = 10;

    private readonly Process _process;
    private readonly Queue<string> _complaints = new(KeptComplaintLines);
    private readonly Task _listening;

    private FfmpegChild(Process process)
    {
        _process = process;
        _listening = ListenAsync();
    }

    /// <summary>The child's standard input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The child's standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts ffmpeg, quiet but for errors.</summary>
    /// <param name="ffmpegPath">The program.</param>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="givesWay">Whether everything else on the machine goes before it.</param>
    /// <exception cref="EvidenceException">There is no such program.</exception>
    public static FfmpegChild Start(string ffmpegPath, IEnumerable<string> arguments, bool givesWay = false)
    {
        var start = new ProcessStartInfo(ffmpegPath, ["-hide_banner", "-loglevel", "error", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            Process process = Process.Start(start)!;
            if (givesWay)
            {
                GiveWay(process);
            }

            return new FfmpegChild(process);
        }
        catch (Win32Exception exception)
        {
            throw new EvidenceException($"Cannot start {ffmpegPath}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes to the child.</summary>
    /// <exception cref="EvidenceException">
    /// The child has gone; the message is that of its exit, which says more than a broken pipe.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired; the child is ended.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // A write to a full pipe does not hear a cancellation, but it ends with the child.
        await using CancellationTokenRegistration ending = cancellationToken.Register(Kill);
        try
        {
            await Input.WriteAsync(bytes, cancellationToken);
            await Input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WaitAsync(cancellationToken);
            throw new EvidenceException("ffmpeg stopped reading its input");
        }
    }

    /// <summary>Ends the child's input, by which it knows that it is to finish.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has gone already; its exit says why.
        }
    }

    /// <summary>Waits until the child is done.</summary>
    /// <exception cref="EvidenceException">It failed.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _listening;
        if (_process.ExitCode != 0)
        {
            throw new EvidenceException($"ffmpeg failed with code {_process.ExitCode}: {string.Join(" | ", _complaints)}");
        }
    }

    /// <summary>Ends the child at once, which also ends all reading and writing.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _listening;
        _process.DisposeWithPipes();
    }

    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.Idle;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It has ended already, or nobody may say so here: it works all the same.
        }
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (_complaints.Count == KeptComplaintLines)
            {
                _complaints.Dequeue();
            }

            _complaints.Enqueue(line);
        }
    }
}

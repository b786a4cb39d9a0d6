using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit.Sdk;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>A running <c>edgewatch run</c> with its log and what it tells systemd. Killed, if need be, when disposed.</summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    /// <summary>Start-up takes a second; this is for machines that have much else to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _output = new();

    private DaemonProcess(Process process, NotifyRecorder notify)
    {
        _process = process;
        Notify = notify;
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                _output.Enqueue(line.Data);
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it told systemd.</summary>
    public NotifyRecorder Notify { get; }

    /// <summary>Lines on its standard error so far.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>Lines on its standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it on a config file.</summary>
    /// <param name="configFile">The file.</param>
    /// <param name="notifySocket">Where the socket goes.</param>
    /// <param name="environment">Variables to set; an empty value removes one.</param>
    public static DaemonProcess Start(string configFile, string notifySocket, params (string Name, string Value)[] environment)
    {
        NotifyRecorder notify = new(notifySocket);

        // Tests that a script started in the background have SIGINT ignored, and so would the daemon.
        ProcessStartInfo start = new("env", ["--default-signal=INT,HUP", BuiltProgram.Path, "run", "--config", configFile])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NOTIFY_SOCKET"] = notifySocket;
        start.Environment.Remove("JOURNAL_STREAM");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value.Length == 0 ? null : value;
        }

        return new DaemonProcess(Process.Start(start)!, notify);
    }

    /// <summary>Whether a line of the log has all these words.</summary>
    public bool HasLogged(params string[] words) => Log.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    /// <summary>Waits for READY=1.</summary>
    public async Task UntilReadyAsync() => await UntilAsync("the daemon is ready", () => Notify.Count("READY=1") > 0);

    /// <summary>Waits for a log line with all these words.</summary>
    public Task UntilLoggedAsync(params string[] words) =>
        UntilAsync($"a log line with: {string.Join(" … ", words)}", () => HasLogged(words));

    /// <summary>Waits for something; a failure shows the log.</summary>
    /// <param name="reason">What is waited for.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="limit">Default one minute.</param>
    public async Task UntilAsync(string reason, Func<bool> condition, TimeSpan? limit = null)
    {
        try
        {
            await Eventually.Until(reason, () => condition() || HasExited, limit ?? Patience);
        }
        catch (XunitException e)
        {
            throw new XunitException($"{e.Message}\n{string.Join('\n', Log)}");
        }

        if (!condition())
        {
            throw new XunitException($"the daemon ended with code {_process.ExitCode} before: {reason}\n{string.Join('\n', Log)}");
        }
    }

    /// <summary>Sends a signal; see <see cref="UnixSignal"/>.</summary>
    public void Signal(string signal) => UnixSignal.Send(Id, signal);

    /// <summary>Has it read its config again (SIGHUP), and waits until it has.</summary>
    public async Task ReloadAsync()
    {
        int before = Notify.Count("READY=1");
        Signal(UnixSignal.HangUp);
        await UntilAsync("it has read its config again", () => Notify.Count("READY=1") > before);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit ?? Patience, TimeProvider.System);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new XunitException($"the daemon still runs\n{string.Join('\n', Log)}");
        }
    }

    /// <summary>Asks it to stop (SIGTERM) and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Signal(UnixSignal.Terminate);
        return WaitForExitAsync();
    }

    /// <summary>Kills it without notice (SIGKILL), as a power cut would. Its children go on until they write.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        await Notify.DisposeAsync();
    }
}

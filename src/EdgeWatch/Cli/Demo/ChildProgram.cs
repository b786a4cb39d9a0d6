using System.ComponentModel;
using System.Diagnostics;

namespace EdgeWatch.Cli.Demo;

/// <summary>A program that the demo runs beside itself; ended with its whole tree.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private ChildProgram(Process process) => _process = process;

    /// <summary>What it writes, line by line.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>What it is to read.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program without a shell.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="errorLine">Told each line of its standard error.</param>
    /// <param name="package">Debian package to install when it is missing.</param>
    /// <exception cref="EdgeWatchException">It is missing.</exception>
    public static ChildProgram Start(string program, IEnumerable<string> arguments, Action<string> errorLine, string package)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                {
                    errorLine(line.Data);
                }
            };
            process.BeginErrorReadLine();
            return new ChildProgram(process);
        }
        catch (Win32Exception e)
        {
            throw new EdgeWatchException($"{program} is missing: apt-get install {package}", e, ExitCode.Configuration);
        }
    }

    /// <summary>Closes its input and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop (SIGTERM) and waits; kills it when it does not.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = Capture.LibC.Kill(_process.Id, Capture.LibC.SigTerm);
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>A real nginx, as Debian has it, on a free loopback port; it knows nothing but the locations of a test.</summary>
public sealed class NginxProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;

    private NginxProcess(string locations)
    {
        string config = _folder.File("nginx.conf");
        File.WriteAllText(config, $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes 1;
            pid {{_folder.File("pid")}};
            error_log stderr notice;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path {{_folder.File("bodies")}};
                proxy_temp_path {{_folder.File("answers")}};
                fastcgi_temp_path {{_folder.File("fastcgi")}};
                uwsgi_temp_path {{_folder.File("uwsgi")}};
                scgi_temp_path {{_folder.File("scgi")}};
                server {
                    listen 127.0.0.1:{{Port}};
                    {{locations}}
                }
            }
            """);
        _process = Process.Start(
            new ProcessStartInfo(Program, ["-c", config, "-p", _folder.File("."), "-e", "stderr"]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>Port of its only server.</summary>
    public int Port { get; } = LocalPort.Free();

    // Daemons live in sbin, which is not on everyone's PATH.
    private static string Program => File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    /// <summary>Starts it, and returns when it answers.</summary>
    /// <param name="locations">Lines of its server.</param>
    public static async Task<NginxProcess> StartAsync(string locations)
    {
        NginxProcess nginx = new(locations);
        await Eventually.Until("nginx answers", nginx.Answers);
        return nginx;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The master's child would go on without it.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private bool Answers()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"nginx has ended: {string.Join('\n', _log)}");
        }

        try
        {
            using TcpClient client = new("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

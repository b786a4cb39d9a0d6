using System.Net.Sockets;
using EdgeWatch.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Web;

/// <summary>
/// The node's HTTP server. It is a guest: an address that cannot be listened at is said and tried again, and watching goes on.
/// </summary>
/// <param name="options">Where it listens.</param>
/// <param name="parts">What it answers.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told where it listens, or why not.</param>
internal sealed partial class WebServer(WebOptions options, IEnumerable<IWebPart> parts, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Clients at a time: some scrapers, health checks, and browsers.</summary>
    private const int MaxConnections = 64;

    /// <summary>Nothing that is answered takes a body of any length.</summary>
    private const int MaxBodyBytes = 1 << 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>Who is still being answered when the daemon stops has this long.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly ILogger _logger = loggers.CreateLogger<WebServer>();
    private string _told = "";

    /// <summary>Answers until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await ServeAsync(stopping);
            }
            catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
            {
                if (e.Message != _told)
                {
                    _told = e.Message;
                    LogUnavailable(options.Listen, e.Message);
                }
            }

            await Task.Delay(RetryAfter, time, stopping);
        }
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        await using WebApplication application = Build();
        await application.StartAsync(stopping);
        try
        {
            if (options.SocketPath is { } path)
            {
                File.SetUnixFileMode(path, SocketMode);
            }

            _told = "";
            LogListening(options.Page ? "The page, metrics and health checks" : "Metrics and health checks", options.Listen);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
        }
        finally
        {
            using CancellationTokenSource limit = new(StopLimit, time);
            await application.StopAsync(limit.Token);
        }
    }

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "edgewatch",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        builder.Services.AddRoutingCore().AddSingleton(loggers).AddSingleton<IHostLifetime, OfTheDaemon>();
        WebApplication application = builder.Build();
        if (options.SocketPath is null)
        {
            application.Use(new HostNames(options.Hosts, Environment.MachineName).CheckAsync);
        }

        foreach (IWebPart part in parts)
        {
            part.Map(application);
        }

        return application;
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        if (options.SocketPath is { } path)
        {
            // What a killed daemon has left is in the way.
            File.Delete(path);
            kestrel.ListenUnixSocket(path);
        }
        else
        {
            kestrel.Listen(options.EndPoint!);
        }
    }

    [LoggerMessage(920, LogLevel.Information, "{Answers} are answered at {Address}.")]
    private partial void LogListening(string answers, string address);

    [LoggerMessage(921, LogLevel.Error, "Nothing is answered at {Address}: {Reason} It is tried again; watching goes on.")]
    private partial void LogUnavailable(string address, string reason);

    /// <summary>The server lives as long as the daemon lets it; signals are the daemon's.</summary>
    private sealed class OfTheDaemon : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

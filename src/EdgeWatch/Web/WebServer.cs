using System.Net.Sockets;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Web;

/// <summary>
/// The node's HTTP server, opened, closed and replaced as the config wants it. It is a guest: an address that cannot be listened at is said
/// and tried again, watching goes on, and a server that is open stays so meanwhile.
/// </summary>
/// <param name="atStart">What the config wants at the start; null for no server.</param>
/// <param name="answers">Makes what is answered.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told where it listens, or why not.</param>
internal sealed partial class WebServer(
    WebOptions? atStart, Func<WebOptions, WebAnswers> answers, TimeProvider time, ILoggerFactory loggers)
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
    private readonly Wishes<WebOptions?, bool> _wishes = new();
    private WebOptions? _wanted = atStart;
    private Site? _open;
    private volatile Saying? _problem;

    /// <summary>Why nothing is answered where the config wants it; null when all is as wanted. From any thread.</summary>
    public Saying? Problem => _problem;

    /// <summary>Answers until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await TryBringAsync(stopping);
            while (true)
            {
                await WaitAsync(stopping);
                _wishes.TryTake(out Wishes<WebOptions?, bool>.Wish? wish);
                _wanted = wish is null ? _wanted : wish.Wanted;
                _problem = wish is null ? _problem : null;
                await TryBringAsync(stopping);
                wish?.Answer(IsAsWanted);
            }
        }
        finally
        {
            _wishes.End();
            await CloseAsync();
        }
    }

    /// <summary>Opens, closes or replaces the server, if it is not as wanted. Completes when that is done, or was tried once.</summary>
    /// <param name="next">What the config wants; null for no server.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>Whether it is as wanted now.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired, or the server has ended.</exception>
    public Task<bool> UseAsync(WebOptions? next, CancellationToken stopping) => _wishes.AskAsync(next, stopping);

    private bool IsAsWanted => _wanted is null || _open is null
        ? _wanted is null && _open is null
        : !OptionChanges.Between(_open.Options, _wanted).Any();

    /// <summary>Whether another try, beside the one at the next reload, costs nobody who is being answered their connection.</summary>
    private bool IsRetried => !IsAsWanted && (_open is null || _wanted is null || !AreInTheWay(_open.Options, _wanted));

    private string Then => (_open is null ? "Watching goes on" : $"{_open.Options.Listen} goes on")
        + (IsRetried ? ", and it is tried again" : " until the config is read again");

    /// <summary>Until somebody wants something else, or it is time to try again.</summary>
    private async Task WaitAsync(CancellationToken stopping)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task asked = _wishes.WaitAsync(enough.Token);
        await Task.WhenAny(asked, Task.Delay(IsRetried ? RetryAfter : Timeout.InfiniteTimeSpan, time, enough.Token));
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private async Task TryBringAsync(CancellationToken stopping)
    {
        if (IsAsWanted)
        {
            return;
        }

        try
        {
            await BringAsync(stopping);
            _problem = null;
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            Saying problem = new("problem.web", _wanted!.Listen, e.Message.TrimEnd('.'));
            if (problem.In(Language.English) != _problem?.In(Language.English))
            {
                _problem = problem;
                LogUnavailable(_wanted.Listen, e.Message, Then);
            }
        }
    }

    /// <summary>Another address is opened before the one of now is closed, unless it is in the way.</summary>
    private async Task BringAsync(CancellationToken stopping)
    {
        WebOptions? before = _open?.Options;
        if (_wanted is not { } wanted)
        {
            await CloseAsync();
            LogClosed(before!.Listen);
            return;
        }

        if (before is null || !AreInTheWay(before, wanted))
        {
            Site next = await OpenAsync(wanted, stopping);
            await CloseAsync();
            _open = next;
        }
        else
        {
            await CloseAsync();
            try
            {
                _open = await OpenAsync(wanted, stopping);
            }
            catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
            {
                _open = await OpenAsync(before, stopping);
                throw;
            }
        }

        LogListening(wanted.Page ? "The page, metrics and health checks" : "Metrics and health checks", wanted.Listen);
    }

    /// <summary>An address of all networks has its port in all of them.</summary>
    private static bool AreInTheWay(WebOptions one, WebOptions other) =>
        one.Listen == other.Listen || (one.EndPoint is { } point && point.Port == other.EndPoint?.Port);

    private async Task<Site> OpenAsync(WebOptions options, CancellationToken stopping)
    {
        WebAnswers answered = answers(options);
        Site site = new(options, answered, Build(options, answered.Parts));
        try
        {
            await site.Application.StartAsync(stopping);
            if (options.SocketPath is { } path)
            {
                File.SetUnixFileMode(path, SocketMode);
            }

            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_open is { } site)
        {
            _open = null;
            using CancellationTokenSource limit = new(StopLimit, time);
            await site.Application.StopAsync(limit.Token);
            await site.DisposeAsync();
        }
    }

    private WebApplication Build(WebOptions options, IEnumerable<IWebPart> parts)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "edgewatch",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
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

    private static void Listen(KestrelServerOptions kestrel, WebOptions options)
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

    [LoggerMessage(921, LogLevel.Error, "Nothing is answered at {Address}: {Reason} {Then}.")]
    private partial void LogUnavailable(string address, string reason, string then);

    [LoggerMessage(922, LogLevel.Information, "Nothing is answered at {Address} any more: the config has no web.")]
    private partial void LogClosed(string address);

    /// <summary>A server.</summary>
    private sealed record Site(WebOptions Options, WebAnswers Answers, WebApplication Application) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Application.DisposeAsync();
            Answers.Dispose();
        }
    }

    /// <summary>The server lives as long as the daemon lets it; signals are the daemon's.</summary>
    private sealed class OfTheDaemon : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

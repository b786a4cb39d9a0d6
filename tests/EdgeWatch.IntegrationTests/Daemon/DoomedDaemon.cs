using EdgeWatch.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A process of its own: a host like the daemon's, one of whose services has a bug.</summary>
internal static class DoomedDaemon
{
    /// <summary>What the service throws.</summary>
    public const string Bug = "a bug of a service";

    /// <summary>Runs until the bug shows.</summary>
    /// <returns>The exit code that the daemon would have.</returns>
    public static async Task<int> RunAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddDaemonConsole();
        builder.Services.AddHostedService<FailingService>();
        using IHost host = builder.Build();
        return (int)await Hosting.Daemon.RunAsync(host, CancellationToken.None);
    }

    private sealed class FailingService : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException(Bug);
        }
    }
}

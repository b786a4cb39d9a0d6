using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Systemd;

/// <summary>Registers what talks to systemd.</summary>
internal static class SystemdServices
{
    /// <summary>
    /// The package's lifetime says READY=1 when all services have started and STOPPING=1 when they are about to stop. Its own
    /// <c>AddSystemd</c> would not register it where only NOTIFY_SOCKET is set, nor behind <c>ProtectProc=invisible</c> on older
    /// versions. Without systemd the notifier says nothing.
    /// </summary>
    public static void AddSystemdNotify(this IServiceCollection services)
    {
        services.AddSingleton(provider => new SystemdNotifier(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SystemdNotifier>>()));
        services.AddSingleton(provider => new ProgressWatchdog(
            provider.GetRequiredService<SystemdNotifier>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ProgressWatchdog>>()));
        services.AddSingleton<IHostLifetime>(provider => new SystemdLifetime(
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<SystemdNotifier>(),
            provider.GetRequiredService<ILoggerFactory>()));
    }
}

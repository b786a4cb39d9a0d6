using EdgeWatch.Hosting.Systemd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EdgeWatch.Hosting;

/// <summary>Where the daemon's logs go: to standard error, with the journal's own priorities under systemd, with times elsewhere.</summary>
internal static class DaemonLogging
{
    /// <summary>Logs what EdgeWatch says, and of the host only what nobody else tells.</summary>
    public static ILoggingBuilder AddDaemonConsole(this ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);

        // That it starts and ends is told in the daemon's own words. An exception that ends the host is logged by Daemon, once.
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // Of its web server only what is wrong.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        _ = Journal.TakesStandardError
            ? logging.AddSystemdConsole()
            : logging.AddSimpleConsole(format =>
            {
                format.SingleLine = true;
                format.TimestampFormat = "HH:mm:ss.fff ";
                format.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
            });

        // In the console's place stands what counts its repeated lines.
        logging.ClearProviders();
        logging.Services.AddSingleton<ConsoleLoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(
            services => new RepeatedLines(services.GetRequiredService<ConsoleLoggerProvider>(), TimeProvider.System));
        return logging;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeWatch.Hosting;

/// <summary>
/// One of the daemon's loops as a hosted service. The daemon lives as long as all
/// of its loops do: one that ends, with an exception or without, ends it in order.
/// </summary>
/// <param name="run">The loop; goes on until its token fires.</param>
/// <param name="lifetime">Told when it ends.</param>
internal sealed class LoopService(Func<CancellationToken, Task> run, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await run(stoppingToken);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}

/// <summary>Registers loops.</summary>
internal static class LoopServices
{
    /// <summary>Runs a loop from the start of the host on. Of loops, the last one registered is stopped first, and waited for.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="loop">Picks the loop of the service that has it.</param>
    public static IServiceCollection AddLoop<T>(this IServiceCollection services, Func<T, Func<CancellationToken, Task>> loop)
        where T : notnull => services.AddLoop(provider => loop(provider.GetRequiredService<T>()));

    /// <summary>The same for a loop of no service.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="loop">Makes the loop.</param>
    public static IServiceCollection AddLoop(
        this IServiceCollection services, Func<IServiceProvider, Func<CancellationToken, Task>> loop) =>
        services.AddSingleton<IHostedService>(provider =>
            new LoopService(loop(provider), provider.GetRequiredService<IHostApplicationLifetime>()));
}

using EdgeWatch.Cameras;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Health;

/// <summary>
/// Looks at the chip, and has the cameras rest in turns while it is hot: before its firmware takes the clock down for all.
/// </summary>
/// <param name="chip">The chip.</param>
/// <param name="relief">What is turned on and off.</param>
/// <param name="limit">Gives the temperature from which it is hot, in °C.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when it is turned on and off.</param>
internal sealed partial class HeatWatch(Chip chip, Relief relief, Func<double> limit, TimeProvider time, ILogger<HeatWatch> logger)
{
    /// <summary>A chip of this size takes some ten seconds to get warmer by a few degrees.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Degrees below the limit at which it is no longer hot, so that it does not turn on and off all the time.</summary>
    private const double Hysteresis = 5;

    private readonly ILogger _logger = logger;

    /// <summary>Looks until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            Look();
            await Task.Delay(Interval, time, stopping);
        }
    }

    /// <summary>Looks once. A chip that tells neither its temperature nor that it is slowed down is never hot.</summary>
    public void Look()
    {
        double hot = limit();
        double celsius = chip.Temperature() ?? double.NegativeInfinity;
        bool isSlowed = chip.Throttling() is { Throttled: true };
        if (!relief.IsOn && (celsius >= hot || isSlowed))
        {
            relief.IsOn = true;
            LogHot(isSlowed ? "is slowed down" : "is hot", Math.Max(celsius, 0), hot - Hysteresis);
        }
        else if (relief.IsOn && celsius < hot - Hysteresis && !isSlowed)
        {
            relief.IsOn = false;
            LogCool();
        }
    }

    [LoggerMessage(
        930,
        LogLevel.Warning,
        "The chip {State} ({Celsius} °C): cameras without an event rest for 5 s of each 10 s, until it is below {Cool} °C.")]
    private partial void LogHot(string state, double celsius, double cool);

    [LoggerMessage(931, LogLevel.Information, "The chip has cooled down: every frame is looked at again.")]
    private partial void LogCool();
}

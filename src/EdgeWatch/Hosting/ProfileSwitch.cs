using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Profiles;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>Brings the profile that is to be in force to the cameras, when its time has come or somebody has set it, and says so.</summary>
internal sealed partial class ProfileSwitch(
    ProfileChoice choice,
    RunningCameras cameras,
    NodeIntroduction introduction,
    TimeProvider time,
    ILogger<ProfileSwitch> logger) : IDisposable
{
    /// <summary>How often it is looked at the clock, beside the moment at which something is to change: clocks are set, too.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    /// <summary>One change at a time, whoever asks for it: the clock, a person, a config that was read again.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ILogger _logger = logger;
    private string? _lost;

    /// <summary>Looks at the clock until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        ReportLost();
        LogInForce(Words(choice.InForce));
        while (true)
        {
            await Task.Delay(UntilNextLook(), time, stopping);
            using (await EnterAsync(stopping))
            {
                ProfileInForce before = choice.InForce;
                choice.Look();
                await FollowAsync(before, stopping);
            }
        }
    }

    /// <summary>Sets a profile until further notice.</summary>
    /// <param name="name">One that there is; null: by the schedule.</param>
    /// <param name="waiting">
    /// Ends the waiting for one's turn. What has been set then is brought to the cameras and told, whoever has gone meanwhile.
    /// </param>
    public async ValueTask SetAsync(string? name, CancellationToken waiting)
    {
        using (await EnterAsync(waiting))
        {
            ProfileInForce before = choice.InForce;
            choice.Set(name);
            await FollowAsync(before, CancellationToken.None);
        }
    }

    /// <summary>Brings another config to the cameras, under the profile that it wants.</summary>
    public async Task<CameraChanges> TakeAsync(EdgeWatchOptions next, CancellationToken stopping)
    {
        using (await EnterAsync(stopping))
        {
            ProfileInForce before = choice.InForce;
            choice.Take(next);
            CameraChanges changes = await ApplyAsync(stopping);
            ReportLost();
            Report(before);
            return changes;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async ValueTask FollowAsync(ProfileInForce before, CancellationToken stopping)
    {
        if (choice.InForce.Name != before.Name)
        {
            await ApplyAsync(stopping);

            // The least threshold that can be set and the zones may be others.
            introduction.DescribeDevices();
        }

        Report(before);
    }

    private Task<CameraChanges> ApplyAsync(CancellationToken stopping) =>
        cameras.ApplyAsync(UnderProfile.Of(choice.Options, choice.InForce.Name), stopping);

    private void Report(ProfileInForce before)
    {
        ProfileInForce now = choice.InForce;
        if (now == before)
        {
            return;
        }

        introduction.PublishProfile();
        introduction.PublishInfo();
        if ((now.Name, now.IsByHand, now.IsQuiet) != (before.Name, before.IsByHand, before.IsQuiet))
        {
            LogInForce(Words(now));
        }
    }

    private void ReportLost()
    {
        if (choice.Lost is { } lost && lost != _lost)
        {
            LogLost(lost);
        }

        _lost = choice.Lost;
    }

    private TimeSpan UntilNextLook()
    {
        TimeSpan left = choice.NextChange - time.GetUtcNow() ?? LookInterval;
        return TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LookInterval.Ticks));
    }

    private async ValueTask<Turn> EnterAsync(CancellationToken stopping)
    {
        await _gate.WaitAsync(stopping);
        return new Turn(_gate);
    }

    private static string Words(ProfileInForce now)
    {
        string profile = now.Name is null ? "no profiles" : $"profile {now.Name}, {(now.IsByHand ? "set by hand" : "by the schedule")}";
        return now.IsQuiet ? $"{profile}; quiet: events are recorded, and nobody is told" : profile;
    }

    [LoggerMessage(740, LogLevel.Information, "In force: {Profile}.")]
    private partial void LogInForce(string profile);

    [LoggerMessage(741, LogLevel.Warning,
        "The profile {Profile}, which was set by hand, is not in the config any more: the schedule decides.")]
    private partial void LogLost(string profile);

    /// <summary>Somebody's turn; ends when disposed.</summary>
    private readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => gate.Release();
    }
}

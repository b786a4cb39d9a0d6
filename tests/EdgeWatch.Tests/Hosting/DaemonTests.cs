using EdgeWatch.Hosting;
using EdgeWatch.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeWatch.Tests.Hosting;

public class DaemonTests
{
    private static readonly Func<CancellationToken, Task> Endless =
        token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);

    private readonly InvalidOperationException _bug = new("a bug");
    private readonly List<string> _ends = [];
    private int _running;
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(
        new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });

    [Fact]
    public async Task A_loop_that_fails_ends_the_daemon_with_its_exception()
    {
        using IHost host = Build(Note("publisher"), FailOnceOthersRunAsync(2), Note("camera"));

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Daemon.RunToEndAsync(host, CancellationToken.None));

        Assert.Same(_bug, thrown);
        Assert.Equal(["camera", "publisher"], _ends);
    }

    [Fact]
    public async Task A_camera_that_fails_ends_the_daemon_though_another_one_goes_on() => Assert.Same(
        _bug,
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => LoopSupervisor.UntilAllEndAsync([Endless, _ => Task.FromException(_bug)], CancellationToken.None)));

    [Fact]
    public async Task A_publisher_that_fails_ends_the_daemon()
    {
        using IHost host = Build(_ => Task.FromException(_bug), Endless, Endless);

        Assert.Same(_bug, await Assert.ThrowsAsync<InvalidOperationException>(() => Daemon.RunToEndAsync(host, CancellationToken.None)));
    }

    [Fact]
    public async Task When_all_recordings_have_ended_all_ends_without_an_exception()
    {
        using IHost host = Build(
            Note("publisher"),
            Note("companion"),
            token => LoopSupervisor.UntilAllEndAsync([_ => OthersRunAsync(2), _ => Task.CompletedTask], token));
        bool hasBegun = false;
        using CancellationTokenRegistration ending = host.Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping.Register(() => hasBegun = true);

        Assert.Equal(ExitCode.Ok, await Daemon.RunAsync(host, CancellationToken.None));

        Assert.True(hasBegun);
        Assert.Equal(["companion", "publisher"], _ends);
    }

    [Fact]
    public async Task When_told_to_stop_the_publisher_ends_last()
    {
        using IHost host = Build(Note("publisher"), Endless, Note("camera"));
        using CancellationTokenSource stop = new();
        Task<ExitCode> running = Daemon.RunAsync(host, stop.Token);
        await Eventually.Until("both run", () => _running == 2);

        await stop.CancelAsync();

        Assert.Equal(ExitCode.Ok, await running);
        Assert.Equal(["camera", "publisher"], _ends);
    }

    [Fact]
    public async Task A_loop_that_fails_when_it_is_told_to_stop_is_a_failure_too()
    {
        using IHost host = Build(FailAtTheEndAsync, _ => OthersRunAsync(1));

        Assert.Equal(ExitCode.Failure, await Daemon.RunAsync(host, CancellationToken.None));

        async Task FailAtTheEndAsync(CancellationToken token)
        {
            Interlocked.Increment(ref _running);
            await Endless(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw _bug;
        }
    }

    /// <summary>The host alone would stop, and the process end with 0.</summary>
    [Fact]
    public async Task Any_background_service_that_throws_ends_the_daemon_with_a_failure()
    {
        using IHost host = Build(
            [Note("publisher")], services => services.AddHostedService(_ => new FailingService(() => OthersRunAsync(1))));

        Assert.Equal(ExitCode.Failure, await Daemon.RunAsync(host, CancellationToken.None));
        Assert.Equal(["publisher"], _ends);
    }

    [Fact]
    public async Task An_installation_that_has_to_be_mended_is_left_to_the_command_line_to_tell()
    {
        EdgeWatchException missing = new("the model is missing", exitCode: ExitCode.Configuration);
        using IHost host = Build([], services => services.AddSingleton<IHostedService>(_ => throw missing));

        Assert.Same(missing, await Assert.ThrowsAsync<EdgeWatchException>(() => Daemon.RunAsync(host, CancellationToken.None)));
    }

    [Fact]
    public async Task What_had_started_before_a_start_that_failed_is_stopped_and_waited_for()
    {
        using IHost host = Build(
            [Note("publisher")],
            services => services.AddSingleton<IHostedService>(new UnstartableService(() => OthersRunAsync(1))));

        Assert.Equal(ExitCode.Failure, await Daemon.RunAsync(host, CancellationToken.None));

        Assert.Equal(["publisher"], _ends);
    }

    /// <summary>A loop that has not begun when it is told to stop never begins.</summary>
    private Task OthersRunAsync(int count) => Eventually.Until("the others run", () => _running == count);

    private Func<CancellationToken, Task> FailOnceOthersRunAsync(int count) => async _ =>
    {
        await OthersRunAsync(count);
        throw _bug;
    };

    private IHost Build(params Func<CancellationToken, Task>[] loops) => Build(loops, _ => { });

    private IHost Build(Func<CancellationToken, Task>[] loops, Action<IServiceCollection> more)
    {
        _builder.Services.AddSingleton(loops);
        for (int i = 0; i < loops.Length; i++)
        {
            int which = i;
            _builder.Services.AddLoop<Func<CancellationToken, Task>[]>(all => all[which]);
        }

        more(_builder.Services);
        return _builder.Build();
    }

    /// <summary>Goes on until told to stop, then says so.</summary>
    private Func<CancellationToken, Task> Note(string name) => async token =>
    {
        Interlocked.Increment(ref _running);
        await Endless(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Add(name);
    };

    private sealed class FailingService(Func<Task> wait) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await wait();
            throw new InvalidOperationException("a bug");
        }
    }

    private sealed class UnstartableService(Func<Task> wait) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await wait();
            throw new InvalidOperationException("a bug");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

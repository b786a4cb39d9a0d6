using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Hosting;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting;

public sealed class DailyDigestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 5, 0, 0, TimeSpan.Zero));
    private readonly FakeLogger<DailyDigest> _log = new();
    private readonly List<DigestMessage> _told = [];
    private readonly EdgeWatchOptions _options;
    private readonly NodeState _state;
    private IOException? _obstacle;

    public DailyDigestTests()
    {
        _options = new EdgeWatchOptions
        {
            Node = "barn-pi",
            StateDirectory = _folder.Path,
            TimeZone = "Europe/Berlin",
            Cameras = [new CameraOptions { Id = "yard" }],
        };
        _state = new NodeState(_folder.Path, _time, new FakeLogger<NodeState>());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_day_before_is_told_once_when_its_time_has_come_on_the_wall()
    {
        Score(new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.Zero));
        using CancellationTokenSource stop = new();
        Task running = Digest().RunAsync(stop.Token);
        Assert.Empty(_told);

        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.Until("it is told at seven", () => _told.Count > 0);
        _time.Advance(TimeSpan.FromHours(20));
        _time.Advance(TimeSpan.FromHours(4));
        await Eventually.Until("the next one is told on the next day", () => _told.Count > 1);

        Assert.Equal([new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 1)], _told.Select(digest => digest.Day));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_node_that_was_off_tells_it_when_it_is_on_again_and_a_day_of_which_nothing_is_known_too()
    {
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));
        _state.SetDigestDay(new DateOnly(2026, 2, 20));

        await RunOnceAsync();
        await RunOnceAsync();

        Assert.Contains("yard: no scores of this day are kept.", Assert.Single(_told).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_node_tells_nothing_of_the_day_before_its_first()
    {
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));

        await RunOnceAsync();

        Assert.Empty(_told);
        Assert.Equal(new DateOnly(2026, 2, 28), _state.DigestDay);
    }

    [Fact]
    public async Task Who_does_not_want_it_gets_none()
    {
        _options.Digest.Enabled = false;
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));
        _state.SetDigestDay(new DateOnly(2026, 2, 20));

        await RunOnceAsync();

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_behind_tells_no_day_and_the_newest_is_not_told_again(bool isThereAService)
    {
        _state.SetDigestDay(new DateOnly(2026, 2, 28));
        if (isThereAService)
        {
            Directory.CreateDirectory(_folder.File("timesync"));
        }

        foreach (int year in (int[])[2024, 2026])
        {
            _time.AdjustTime(new DateTimeOffset(year, 3, 1, 15, 0, 0, TimeSpan.Zero));
            await RunOnceAsync();
        }

        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_day_that_was_told_by_a_clock_that_was_ahead_does_not_silence_those_before_it()
    {
        _state.SetDigestDay(new DateOnly(2037, 1, 1));
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));
        await RunOnceAsync();
        Assert.Empty(_told);

        ClockIsSet();
        await RunOnceAsync();
        await RunOnceAsync();

        Assert.Equal(new DateOnly(2026, 2, 28), Assert.Single(_told).Day);
    }

    [Fact]
    public async Task Another_time_zone_tells_no_day_again()
    {
        ClockIsSet();
        _state.SetDigestDay(new DateOnly(2026, 3, 1));
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));

        await RunOnceAsync();

        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_was_in_the_way_of_a_digest_may_pass()
    {
        _state.SetDigestDay(new DateOnly(2026, 2, 20));
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));
        _obstacle = new IOException("busy");
        using CancellationTokenSource stop = new();
        Task running = Digest().RunAsync(stop.Token);
        for (TimeSpan waited = TimeSpan.Zero; waited < 2 * DailyDigest.RetryPause; waited += DailyDigest.LookInterval)
        {
            _time.Advance(DailyDigest.LookInterval);
        }

        _obstacle = null;
        await Eventually.Until("it is told", () =>
        {
            _time.Advance(DailyDigest.LookInterval);
            return _told.Count > 0;
        });

        Assert.Equal(new DateOnly(2026, 2, 28), Assert.Single(_told).Day);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Message.Contains("busy", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void ClockIsSet()
    {
        Directory.CreateDirectory(_folder.File("timesync"));
        File.WriteAllText(_folder.File("timesync/synchronized"), "");
    }

    private void Tell(DigestMessage message)
    {
        if (_obstacle is not null)
        {
            throw _obstacle;
        }

        _told.Add(message);
    }

    private DailyDigest Digest() => new(
        () => _options,
        _state,
        new Topics("edgewatch", "barn-pi"),
        () => Language.English,
        Tell,
        _time,
        new ClockState(_folder.File("timesync")),
        _log);

    /// <summary>It looks at the clock when it starts.</summary>
    private async Task RunOnceAsync()
    {
        using CancellationTokenSource stop = new();
        Task running = Digest().RunAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Score(DateTimeOffset from) =>
        new ScoreLog(_folder.Path, "yard").Append(new ScoreChunk(from, 0.5, [.. Enumerable.Repeat<int?>(20, 60)], [], LeftOut: 0));
}

using EdgeWatch.Configuration.Retention;
using EdgeWatch.Evidence;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.IntegrationTests.Evidence;

public sealed class EventRetentionTests : IDisposable
{
    private const int TooOld = 606;
    private const int TooMuch = 607;
    private const int TooLittleFree = 608;
    private const int Fails = 609;
    private const int KiB = 1024;

    /// <summary>When the first event began; one more begins each day.</summary>
    private static readonly DateTimeOffset First = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(First.AddDays(6));
    private readonly FakeLogger<EventRetention> _logger = new();
    private RetentionOptions _bounds = new();

    private IEnumerable<int> Told => _logger.Collector.GetSnapshot().Select(record => record.Id.Id);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Within_its_bounds_all_is_kept()
    {
        string[] events = Add(5, 300 * KiB);

        Retention().MakeRoom(events[4], 1);

        Assert.Equal(events, Kept());
        Assert.Empty(Told);
    }

    [Fact]
    public void Of_too_many_bytes_the_oldest_go_and_no_more_than_needed()
    {
        string[] events = Add(5, 300 * KiB);
        _bounds.MaxMebibytes = 1;

        Retention().MakeRoom(events[4], 100 * KiB);

        // Three of 300 KiB and the 100 that come.
        Assert.Equal(events[2..], Kept());
        Assert.Equal([TooMuch], Told);
    }

    [Fact]
    public void What_is_in_progress_stays_even_if_it_is_the_oldest_and_goes_when_it_is_over()
    {
        string[] events = Add(5, 300 * KiB);
        _bounds.MaxMebibytes = 1;
        EventRetention retention = Retention();

        retention.MakeRoom(events[0], 1);
        Assert.Equal([events[0], events[3], events[4]], Kept());

        retention.Finish(events[0]);
        File.WriteAllBytes(Path.Combine(_folder.Path, events[0], EventClips.ClipName), new byte[300 * KiB]);
        retention.MakeRoom(events[4], 1);
        Assert.Equal(events[3..], Kept());
    }

    [Fact]
    public async Task The_newest_event_is_kept_whole_though_it_alone_is_too_much()
    {
        string[] events = Add(2, 2000 * KiB);
        _bounds.MaxMebibytes = 1;

        await using Running running = Run();
        await Eventually.Until("the older one is gone", () => running.Retention.Kept is { Count: 1 });

        Assert.Equal([events[1]], Kept());
    }

    [Fact]
    public async Task What_was_being_written_when_the_program_was_killed_goes_at_the_next_start()
    {
        string[] events = Add(2, 10 * KiB);
        string half = Path.Combine(_folder.Path, events[0], EventClips.ClipName + ".part");
        File.WriteAllBytes(half, new byte[KiB]);

        await using Running running = Run();
        await Eventually.Until("all are counted", () => running.Retention.Kept is { Count: 2 });

        Assert.False(File.Exists(half));
        Assert.True(File.Exists(Path.Combine(_folder.Path, events[0], EventPictures.SnapshotName)));
    }

    [Fact]
    public void Folders_of_others_are_left_alone()
    {
        string[] events = Add(3, 1000 * KiB);
        Directory.CreateDirectory(_folder.File("archive"));
        Directory.CreateDirectory(_folder.File("archive.removed"));
        _bounds.MaxMebibytes = 1;

        Retention().MakeRoom(events[2], 1);

        Assert.Equal([events[2], "archive", "archive.removed"], Kept());
    }

    [Fact]
    public async Task What_becomes_too_old_goes_within_a_minute_the_newest_as_well()
    {
        string[] events = Add(3, 10 * KiB);
        _bounds.KeepFor = TimeSpan.FromDays(10);
        await using Running running = Run();
        await Eventually.Until("all are counted", () => running.Retention.Kept is { Count: 3 });
        Assert.Equal(First, running.Retention.Kept!.Oldest);

        // The first is ten days old, and then all are.
        await running.PassAsync(TimeSpan.FromDays(4) + EventRetention.LookInterval, () => running.Retention.Kept!.Count == 2);
        Assert.Equal(events[1..], Kept());
        await running.PassAsync(TimeSpan.FromDays(30), () => running.Retention.Kept!.Count == 0);

        Assert.Empty(Kept());
        Assert.All(Told, id => Assert.Equal(TooOld, id));
        Assert.Contains("1 event(s)", _logger.Collector.GetSnapshot()[0].Message, StringComparison.Ordinal);
        Assert.Contains("10 d", _logger.Collector.GetSnapshot()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_that_is_changed_meanwhile_holds_within_a_minute()
    {
        string[] events = Add(5, 300 * KiB);
        await using Running running = Run();
        await Eventually.Until("all are counted", () => running.Retention.Kept is { Count: 5 });

        _bounds = new RetentionOptions { MaxMebibytes = 1 };
        await running.PassAsync(EventRetention.LookInterval, () => running.Retention.Kept!.Count == 3);

        Assert.Equal(events[2..], Kept());
    }

    [Fact]
    public void At_a_bound_each_new_event_costs_an_old_one_which_is_told_once_a_day()
    {
        _bounds.MaxMebibytes = 1;
        _bounds.KeepFor = RetentionOptions.MaxKeepFor;
        EventRetention retention = Retention();
        for (int i = 0; i < 10; i++)
        {
            Write(retention.MakeRoom(IdOf(i), 300 * KiB), 300 * KiB);
            retention.Finish(IdOf(i));
        }

        Assert.Equal([TooMuch], Told);

        _time.Advance(TimeSpan.FromDays(1));
        retention.MakeRoom(IdOf(10), 300 * KiB);
        Assert.Equal([TooMuch, TooMuch], Told);
        Assert.Contains("7 event(s)", _logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    /// <summary>Others fill the disk: as many events go as are needed for the tenth that is to be free, and what comes.</summary>
    [MountFact]
    public void On_a_disk_that_others_fill_the_oldest_go_until_enough_is_free()
    {
        using SmallDisk disk = new(_folder.File("disk"), kilobytes: 4000);
        string events = Path.Combine(disk.Path, "events");
        Directory.CreateDirectory(events);
        for (int i = 0; i < 5; i++)
        {
            Write(Directory.CreateDirectory(Path.Combine(events, IdOf(i))).FullName, 400 * KiB);
        }

        File.WriteAllBytes(Path.Combine(disk.Path, "film"), new byte[1800 * KiB]);
        EventRetention retention = Retention(events);

        // 200 are free of 4000, 400 are to be, and 300 come: two events of 400.
        Write(retention.MakeRoom(IdOf(5), 300 * KiB), 300 * KiB);

        Assert.Equal([IdOf(2), IdOf(3), IdOf(4), IdOf(5)], retention.EventIds().Order(StringComparer.Ordinal));
        Assert.Equal([TooLittleFree], Told);
        Assert.Contains("2 event(s) of 0.8 MiB, up to that of 2026-03-02", _logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    /// <summary>As if it were killed in the middle: what is in a folder that cannot be removed is left of the event.</summary>
    [MountFact]
    public async Task A_removal_that_ends_in_the_middle_leaves_no_half_event_and_is_finished_later()
    {
        string[] events = Add(2, 300 * KiB);
        string inside = Path.Combine(_folder.Path, events[0], "busy");
        _bounds.KeepFor = TimeSpan.FromDays(5.5);
        using SmallDisk busy = new(inside);
        await using Running running = Run();

        await Eventually.Until("it is gone for everybody", () => Told.Contains(Fails));
        Assert.Equal([events[1]], running.Retention.EventIds());
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, events[0])));

        string left = Assert.Single(Kept(), name => name != events[1]);
        busy.Path = Path.Combine(_folder.Path, left, "busy");
        busy.Dispose();
        await running.PassAsync(EventRetention.LookInterval, () => Kept().Length == 1);

        Assert.Equal([events[1]], Kept());
    }

    private static string IdOf(int day) => $"{EventId.Create(First.AddDays(day))[..10]}{day:D16}";

    private static void Write(string folder, int bytes) =>
        File.WriteAllBytes(Path.Combine(folder, EventPictures.SnapshotName), new byte[bytes]);

    private string[] Add(int count, int bytes)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(IdOf)];
        Array.ForEach(ids, id => Write(Directory.CreateDirectory(_folder.File(id)).FullName, bytes));
        return ids;
    }

    private string[] Kept() =>
        [.. Directory.GetDirectories(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private EventRetention Retention(string? folder = null) => new(folder ?? _folder.Path, () => _bounds, _time, _logger);

    private Running Run() => new(Retention(), _time);

    /// <summary>A folder that is looked after.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FakeTimeProvider _time;
        private readonly Task _task;

        public Running(EventRetention retention, FakeTimeProvider time)
        {
            (Retention, _time) = (retention, time);
            _task = Task.Run(() => retention.RunAsync(_stop.Token));
        }

        public EventRetention Retention { get; }

        public async Task PassAsync(TimeSpan time, Func<bool> until)
        {
            _time.Advance(time);
            await Eventually.Until("the folder was looked at", until);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
        }
    }
}

using System.Globalization;
using System.Text;
using EdgeWatch.Core.Events;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Delivery;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.IntegrationTests.Storage;

/// <summary>
/// Power cuts, played on copies of the files. What must survive: every message whose Append returned, if it was not acknowledged.
/// What may come too: the message that was being appended, and acknowledged ones whose removal was not flushed. Nothing else.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const int PageBytes = 4096;

    /// <summary>First byte of a page that holds rows of a table (SQLite's file format, b-tree pages).</summary>
    private const byte LeafPage = 0x0D;

    /// <summary>Rows of the test, of 600 bytes and more, that fit on a page.</summary>
    private const int MostRowsOfPage = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Random _random = new(1);
    private int _copies;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_power_cut_loses_nothing_that_was_appended()
    {
        const int appends = 600; // Enough for two checkpoints, each after 1000 pages of log.
        MemoryOutbox queue = new(time: _time);
        using DurableOutbox outbox = Open(_folder.File("state"), queue);
        DiskState flushed = DiskState.Read(_folder.File("state"));
        int required = 0;
        int seen = 0;
        int extra = 0;
        for (int number = 1; number <= appends; number++)
        {
            List<int> mustSurvive = Numbers(queue);
            Append(outbox, number);
            DiskState now = DiskState.Read(_folder.File("state"));
            List<int> survivors = Survivors(DiskState.Tear(flushed, now, _random));
            Assert.Empty(mustSurvive.Except(survivors));
            AssertGenuine(survivors, number);
            required += mustSurvive.Count;
            seen += survivors.Intersect(mustSurvive).Count();
            extra += survivors.Except(mustSurvive).Count();
            flushed = now;
            Acknowledge(outbox, number);
        }

        FaultTable.Add(new FaultRow(
            string.Create(CultureInfo.InvariantCulture, $"power cut at {appends} points (messages that waited, summed over all)"),
            required, seen, extra, required - seen));
    }

    [Fact]
    public void A_page_that_is_lost_costs_no_more_than_its_own_messages()
    {
        const int messages = 100;
        DiskState whole = Closed(messages);
        for (int start = PageBytes; start < whole.Database.Length; start += PageBytes)
        {
            bool isLeaf = whole.Database[start] == LeafPage;
            Action<Memory<byte>>[] damages = [page => page.Span.Clear(), page => _random.NextBytes(page.Span)];
            foreach (Action<Memory<byte>> damage in damages)
            {
                byte[] damaged = [.. whole.Database];
                damage(damaged.AsMemory(start, PageBytes));

                List<int> survivors = Survivors(new DiskState(damaged, []));

                AssertGenuine(survivors, messages);
                Assert.True(
                    !isLeaf || survivors.Count >= messages - MostRowsOfPage,
                    $"page {start / PageBytes}: {survivors.Count} messages");
            }
        }
    }

    [Fact]
    public void A_database_that_ends_anywhere_is_no_reason_not_to_start()
    {
        const int messages = 30;
        DiskState whole = Closed(messages);
        for (int length = 0; length < whole.Database.Length; length += 1 + _random.Next(PageBytes / 2))
        {
            AssertGenuine(Survivors(new DiskState(whole.Database[..length], [])), messages);
        }
    }

    [Fact]
    public void A_log_that_ends_anywhere_keeps_what_is_before()
    {
        const int messages = 30;
        using DurableOutbox outbox = Open(_folder.File("state"), new MemoryOutbox(time: _time));
        List<int> logBytes = [];
        for (int number = 1; number <= messages; number++)
        {
            Append(outbox, number);
            logBytes.Add(DiskState.Read(_folder.File("state")).Log.Length);
        }

        DiskState whole = DiskState.Read(_folder.File("state"));
        for (int length = 0; length < whole.Log.Length; length += 1 + _random.Next(PageBytes / 2))
        {
            int before = logBytes.Count(end => end <= length);

            List<int> survivors = Survivors(whole with { Log = whole.Log[..length] });

            // A message ends before the padding of its commit does, so one more may be whole.
            Assert.Equal(Enumerable.Range(1, survivors.Count), survivors);
            Assert.InRange(survivors.Count, before, before + 1);
        }
    }

    /// <summary>The files of an outbox that was closed in order: all is in the database.</summary>
    private DiskState Closed(int messages)
    {
        using (DurableOutbox outbox = Open(_folder.File("state"), new MemoryOutbox(time: _time)))
        {
            for (int number = 1; number <= messages; number++)
            {
                Append(outbox, number);
            }
        }

        DiskState state = DiskState.Read(_folder.File("state"));
        Assert.Empty(state.Log);
        return state;
    }

    /// <summary>Every tenth time, the oldest nine are taken over by the broker; their removal is written but not flushed.</summary>
    private void Acknowledge(DurableOutbox outbox, int number)
    {
        if (number % 10 == 0)
        {
            outbox.Rewind();
            for (int i = 0; i < 9; i++)
            {
                outbox.Remove(outbox.TakeBacklog()!.Id);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>What the next start finds; it must also be able to go on.</summary>
    private List<int> Survivors(DiskState state)
    {
        string folder = _folder.File(string.Create(CultureInfo.InvariantCulture, $"copy-{++_copies}"));
        state.Write(folder);
        MemoryOutbox queue = new(time: _time);
        using DurableOutbox outbox = Open(folder, queue);
        List<int> survivors = Numbers(queue);
        Append(outbox, int.MaxValue);
        Assert.Null(outbox.Counts.Fault);
        Directory.Delete(folder, recursive: true);
        return survivors;
    }

    private static void AssertGenuine(List<int> survivors, int last)
    {
        Assert.Equal(survivors.Distinct().Order(), survivors);
        Assert.All(survivors, number => Assert.InRange(number, 1, last));
    }

    private DurableOutbox Open(string folder, MemoryOutbox queue) => new(folder, queue, _time, new FakeLogger<DurableOutbox>());

    private static void Append(DurableOutbox outbox, int number) =>
        outbox.Append(EventId(number), AlertEventType.Start, "topic", Payload(number));

    /// <summary>The numbers of messages, every byte of which is checked.</summary>
    private static List<int> Numbers(MemoryOutbox queue) => [.. queue.Messages.Select(message =>
    {
        int number = int.Parse(message.EventId, CultureInfo.InvariantCulture);
        Assert.Equal((AlertEventType.Start, "topic"), (message.Type, message.Topic));
        Assert.Equal(Payload(number), message.Payload);
        return number;
    })];

    private static string EventId(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As long as the message of an event.</summary>
    private static byte[] Payload(int number) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"message {number} ", 60)));
}

using EdgeWatch.Core.Events;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Outbox;

public sealed class DurableOutboxTests : IDisposable
{
    private static readonly TimeSpan RemovalDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ObservedTimeProvider _time = new();
    private readonly FakeLogger<DurableOutbox> _log = new();

    private string State => _folder.File("state");

    private string Database => Path.Combine(State, DurableOutbox.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_waits_survives_the_process_in_order_and_with_its_time()
    {
        using (DurableOutbox first = Open())
        {
            Append(first, 1);
            _time.Advance(TimeSpan.FromMinutes(1));
            Append(first, 2);
            Append(first, 3);
            first.Remove(first.TakeFresh()!.Id);
            Assert.Null(first.Counts.Fault);
        }

        using DurableOutbox second = Open();
        Append(second, 4);

        Assert.Equal([2, 3, 4], Sequences(second));
        Assert.Equal(_time.GetUtcNow(), second.Counts.Oldest);
        Assert.Contains(
            _log.Collector.GetSnapshot(),
            entry => entry is { Id.Id: 810 } && entry.Message.StartsWith("2 alert", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_is_on_the_disk_when_Append_returns()
    {
        using DurableOutbox outbox = Open();
        Append(outbox, 1);
        Append(outbox, 2);

        Assert.Equal([1, 2], Sequences(OpenCopy()));
    }

    [Fact]
    public void Removals_are_written_together_with_the_next_message_or_after_a_second_or_when_they_are_many()
    {
        using DurableOutbox outbox = Open();
        Append(outbox, 1);
        outbox.Remove(outbox.TakeFresh()!.Id);
        Assert.Equal([1], Sequences(OpenCopy()));
        Append(outbox, 2);
        Assert.Equal([2], Sequences(OpenCopy()));

        outbox.Remove(outbox.TakeFresh()!.Id);
        _time.Advance(RemovalDelay);
        Assert.Empty(Sequences(OpenCopy()));

        for (int sequence = 0; sequence < DurableOutbox.MostRemovals; sequence++)
        {
            Append(outbox, sequence);
        }

        while (outbox.TakeFresh() is { } message)
        {
            outbox.Remove(message.Id);
        }

        Assert.Empty(Sequences(OpenCopy()));
    }

    [Fact]
    public void Nothing_is_written_while_nothing_happens()
    {
        using DurableOutbox outbox = Open();
        Append(outbox, 1);
        outbox.Remove(outbox.TakeFresh()!.Id);
        _time.Advance(RemovalDelay);
        byte[] before = Content();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_time.Waits);
        Assert.Equal(before, Content());

        byte[] Content() => [.. Directory.GetFiles(State).Order().SelectMany(ReadShared)];
    }

    [Fact]
    public void What_is_dropped_for_lack_of_room_is_dropped_from_the_disk_too()
    {
        using (DurableOutbox outbox = Open(capacity: 3))
        {
            for (int sequence = 1; sequence <= 5; sequence++)
            {
                Append(outbox, sequence, AlertEventType.Update);
            }

            Assert.Equal(2, outbox.Counts.DroppedUpdates);
        }

        Assert.Equal([3, 4, 5], Sequences(Open()));
    }

    [Fact]
    public void A_file_that_is_no_database_is_set_aside() => IsSetAside("file is not a database", () =>
        File.WriteAllText(Database, string.Concat(Enumerable.Repeat("This is no database. ", 1000))));

    [Fact]
    public void An_empty_file_is_a_new_outbox()
    {
        Directory.CreateDirectory(State);
        File.WriteAllBytes(Database, []);

        using DurableOutbox outbox = Open();

        Assert.Null(outbox.Counts.Fault);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void A_database_of_another_program_is_set_aside() => IsSetAside("another program", () =>
        Execute("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('mine')"));

    [Fact]
    public void A_file_of_a_newer_version_is_set_aside() => IsSetAside("another version of EdgeWatch", () =>
    {
        Open().Dispose();
        Execute("PRAGMA user_version = 2");
    });

    [Fact]
    public void A_file_whose_table_is_gone_is_set_aside() => IsSetAside("its table is missing", () =>
    {
        Open().Dispose();
        Execute("DROP TABLE message");
    });

    [Fact]
    public void A_row_that_was_changed_is_not_sent_and_the_others_are()
    {
        Fill(5);
        Execute("UPDATE message SET payload = X'09000000' WHERE id = 3");

        using DurableOutbox outbox = Open();

        Assert.Equal([1, 2, 4, 5], Sequences(outbox));
        Assert.Contains(
            _log.Collector.GetSnapshot(),
            entry => entry is { Id.Id: 811, Level: LogLevel.Error } && entry.Message.Contains("4 alert", StringComparison.Ordinal));
        Assert.True(File.Exists($"{Database}.unusable"));
        Assert.Equal([1, 2, 4, 5], Sequences(OpenCopy()));
    }

    [Fact]
    public void A_second_process_goes_on_in_memory_until_the_first_one_ends()
    {
        DurableOutbox first = Open();
        Append(first, 1);
        using DurableOutbox second = Open();
        Append(second, 2);

        Assert.Contains("another process", second.Counts.Fault, StringComparison.Ordinal);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id == 812);
        Assert.Equal([2], Sequences(second));

        first.Dispose();
        _time.Advance(RetryInterval);

        Assert.Null(second.Counts.Fault);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id == 813);
        Assert.Equal([1, 2], Sequences(second));
        Assert.Equal([1, 2], Sequences(OpenCopy()));
    }

    [Fact]
    public void What_waits_of_two_starts_without_the_file_is_kept_in_order()
    {
        for (int sequence = 1; sequence <= 2; sequence++)
        {
            DurableOutbox other = Open();
            using DurableOutbox outbox = Open();
            Append(outbox, sequence);
            other.Dispose();
            _time.Advance(RetryInterval);
            Assert.Null(outbox.Counts.Fault);
        }

        Assert.Equal([1, 2], Sequences(Open()));
    }

    [MountFact]
    public void A_disk_that_fills_up_degrades_to_memory_and_back()
    {
        using SmallDisk disk = new(State);
        using DurableOutbox outbox = Open();
        Append(outbox, 1);
        Append(outbox, 2);
        disk.Fill();
        outbox.Remove(outbox.TakeFresh()!.Id);
        for (int sequence = 3; sequence <= 50; sequence++)
        {
            Append(outbox, sequence);
        }

        Assert.Contains("full", outbox.Counts.Fault, StringComparison.Ordinal);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry is { Id.Id: 812, Level: LogLevel.Error });
        _time.Advance(RetryInterval * 10);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id == 812);

        disk.Clear();
        _time.Advance(RetryInterval);

        Assert.Null(outbox.Counts.Fault);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id == 813);
        Assert.Equal(Enumerable.Range(2, 49), Sequences(outbox));
        Assert.Equal(Enumerable.Range(2, 49), Sequences(OpenCopy()));
    }

    [MountFact]
    public void A_disk_that_turns_read_only_degrades_to_memory_and_back()
    {
        using SmallDisk disk = new(State);
        DurableOutbox first = Open();
        Append(first, 1);
        first.Dispose();
        disk.MakeReadOnly();
        using DurableOutbox second = Open();
        Append(second, 2);

        Assert.NotNull(second.Counts.Fault);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry is { Id.Id: 812, Level: LogLevel.Error });
        Assert.Equal([2], Sequences(second));

        disk.MakeWritable();
        _time.Advance(RetryInterval);

        Assert.Null(second.Counts.Fault);
        Assert.Equal([1, 2], Sequences(second));
    }

    [Fact]
    public void A_state_directory_that_cannot_be_made_is_no_reason_to_fail()
    {
        using DurableOutbox outbox = new("/proc/edgewatch", new MemoryOutbox(time: _time), _time, _log);

        Append(outbox, 1);

        Assert.NotNull(outbox.Counts.Fault);
        Assert.Equal([1], Sequences(outbox));
    }

    private void IsSetAside(string reason, Action spoil)
    {
        Directory.CreateDirectory(State);
        spoil();
        byte[] spoilt = File.ReadAllBytes(Database);

        using (DurableOutbox outbox = Open())
        {
            Append(outbox, 1);
            Assert.Null(outbox.Counts.Fault);
        }

        FakeLogRecord record = Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id == 811);
        Assert.Equal(LogLevel.Error, record.Level);
        Assert.Contains(reason, record.Message, StringComparison.Ordinal);
        Assert.Equal(spoilt, File.ReadAllBytes($"{Database}.unusable"));
        Assert.Equal([1], Sequences(Open()));
    }

    private DurableOutbox Open(int capacity = 1000) => new(State, new MemoryOutbox(capacity, time: _time), _time, _log);

    /// <summary>What a power cut at this moment would leave, seen by the next start.</summary>
    private DurableOutbox OpenCopy()
    {
        string copy = _folder.File(Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(State, $"{DurableOutbox.FileName}*"))
        {
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), ReadShared(file));
        }

        return new DurableOutbox(copy, new MemoryOutbox(time: _time), _time, new FakeLogger<DurableOutbox>());
    }

    private void Fill(int count)
    {
        using DurableOutbox outbox = Open();
        for (int sequence = 1; sequence <= count; sequence++)
        {
            Append(outbox, sequence);
        }
    }

    private void Execute(string statement)
    {
        using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static void Append(DurableOutbox outbox, int sequence, AlertEventType type = AlertEventType.Start) =>
        outbox.Append($"event {sequence}", type, "topic", BitConverter.GetBytes(sequence));

    private static List<int> Sequences(DurableOutbox outbox)
    {
        outbox.Rewind();
        List<int> sequences = [];
        while (outbox.TakeBacklog() is { } message)
        {
            sequences.Add(BitConverter.ToInt32(message.Payload));
        }

        return sequences;
    }
}

using EdgeWatch.Core.Events;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hostile;

/// <summary>The outbox's file, damaged in any way that a card has: bytes, pages and ends.</summary>
public sealed class OutboxInputTests : IDisposable
{
    private const int Messages = 12;

    // Bytes, as SQLite has them.
    private const int FileHeader = 100;
    private const int Page = 4096;
    private const int PageHeader = 12;
    private const int SchemaFormat = 47;

    private readonly TemporaryFolder _folder = new();

    private string State => _folder.File("state");

    private string Database => Path.Combine(State, DurableOutbox.FileName);

    public void Dispose() => _folder.Dispose();

    /// <summary>What it cannot use is set aside, what it can read is sent, and it takes new messages.</summary>
    [Fact]
    public Task Outbox_files()
    {
        byte[] whole = Whole();
        return HostileInputs.Outbox.FeedAsync(random => Damage(whole, random), input =>
        {
            Directory.Delete(State, recursive: true);
            Directory.CreateDirectory(State);
            File.WriteAllBytes(Database, input);
            using DurableOutbox outbox = Open();
            int read = outbox.Counts.Queued;
            Assert.InRange(read, 0, Messages);
            Assert.Null(outbox.Counts.Fault);
            outbox.Append("new", AlertEventType.Start, "topic", [1]);
            Assert.Equal(read + 1, outbox.Counts.Queued);
            return read == Messages;
        }, _ => 128L << 20);
    }

    /// <summary>SQLite calls a header with an impossible format its own error: alerts were in memory only for ever.</summary>
    [Fact]
    public void A_header_with_an_impossible_format_is_damage()
    {
        byte[] file = Whole();
        file[SchemaFormat] = byte.MaxValue;
        File.WriteAllBytes(Database, file);

        using DurableOutbox outbox = Open();

        Assert.Null(outbox.Counts.Fault);
        Assert.Equal(file, File.ReadAllBytes($"{Database}.unusable"));
    }

    private byte[] Whole()
    {
        using (DurableOutbox outbox = Open())
        {
            for (int i = 0; i < Messages; i++)
            {
                outbox.Append($"event-{i}", AlertEventType.Start, "edgewatch/a/yard/event", new byte[300 * i]);
            }
        }

        return File.ReadAllBytes(Database);
    }

    private DurableOutbox Open() => new(
        State, new MemoryOutbox(100, 1 << 20, new FakeTimeProvider()), new FakeTimeProvider(), new FakeLogger<DurableOutbox>());

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] input = [.. whole];
        for (int edits = random.Next(4); edits > 0; edits--)
        {
            int at = random.Next(3) switch
            {
                0 => random.Next(FileHeader),
                1 => (Page * random.Next(input.Length / Page)) + random.Next(PageHeader),
                _ => random.Next(input.Length),
            };
            int length = Math.Min(random.Next(10) == 0 ? random.Next(Page) : random.Next(1, 4), input.Length - at);
            random.NextBytes(input.AsSpan(at, length));
        }

        return random.Next(10) == 0 ? input[..random.Next(input.Length)] : input;
    }
}

using EdgeWatch.Storage;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Storage;

public sealed class ScoreLogTests : IDisposable
{
    private static readonly DateTimeOffset Five = new(2026, 3, 1, 5, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_hour_after_a_line_that_was_cut_off_is_not_lost()
    {
        ScoreLog log = new(_folder.Path, "yard");
        log.Append(Hour(Five));
        File.AppendAllText(
            Directory.GetFiles(Path.Combine(_folder.Path, "scores", "yard")).Single(), "{\"from\":\"2026-03-01T06:00");

        log.Append(Hour(Five.AddHours(2)));
        log.Append(Hour(Five.AddHours(3)));

        Assert.Equal([Five, Five.AddHours(2), Five.AddHours(3)], log.Read(Five).Select(chunk => chunk.From));
    }

    private static ScoreChunk Hour(DateTimeOffset from) => new(from, 0.5, [20, 30], [], LeftOut: 0);
}

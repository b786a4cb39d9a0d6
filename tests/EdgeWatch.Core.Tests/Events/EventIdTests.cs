using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Tests.Events;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZ0", true)]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZ", false)]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZI", false)]
    [InlineData("../../../../../etc/passwd0", false)]
    [InlineData("", false)]
    public void IsValid_TakesUlidsOnly(string text, bool expected) => Assert.Equal(expected, EventId.IsValid(text));
    [Fact]
    public void Create_gives_a_valid_id_that_begins_with_its_time()
    {
        // The example of the specification: 1469918176385 ms is 01ARYZ6S41.
        string id = EventId.Create(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385));

        Assert.True(EventId.IsValid(id));
        Assert.StartsWith("01ARYZ6S41", id, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_tells_its_time()
    {
        DateTimeOffset time = new(2026, 3, 1, 22, 59, 58, 250, TimeSpan.Zero);

        Assert.Equal(time, EventId.TimeOf(EventId.Create(time)));
        Assert.Equal(DateTimeOffset.MaxValue, EventId.TimeOf("ZZZZZZZZZZ0000000000000000"));
    }

    [Fact]
    public void Ids_sort_by_time_and_never_repeat()
    {
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        List<string> ids = [.. Enumerable.Range(0, 1000).Select(i => EventId.Create(start.AddMilliseconds(i)))];

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => EventId.Create(start)).Distinct().Count());
    }
}

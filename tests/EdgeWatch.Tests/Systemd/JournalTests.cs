using EdgeWatch.Hosting.Systemd;

namespace EdgeWatch.Tests.Systemd;

/// <summary>What goes to the journal says how grave it is.</summary>
public sealed class JournalTests
{
    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[4712]", false)]
    [InlineData("8:4711", "/dev/pts/0", false)]
    [InlineData("8:4711", null, false)]
    [InlineData(null, "socket:[4711]", false)]
    public void Journal_takes_standard_error_only_where_it_is_the_stream_that_was_announced(
        string? announced, string? standardError, bool expected) =>
        Assert.Equal(expected, Journal.IsNamed(announced, standardError));

    [Fact]
    public void Every_line_of_an_error_is_marked() => Assert.Equal("<3>one\n<3>two", Journal.Mark("one\ntwo"));
}

using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class ClosestKeyTests
{
    private static readonly string[] Allowed = ["id", "source", "frames_per_second", "sequence_frames_per_second", "stall_timeout"];

    [Theory]
    [InlineData("sorce", "source")]
    [InlineData("Source", "source")]
    [InlineData("soruce", "source")]
    [InlineData("sources", "source")]
    [InlineData("frames-per-second", "frames_per_second")]
    [InlineData("framesPerSecond", "frames_per_second")]
    [InlineData("frame_per_seconds", "frames_per_second")]
    [InlineData("stalltimeout", "stall_timeout")]
    [InlineData("idd", "id")]
    [InlineData("zone", null)]
    [InlineData("", null)]
    public void Find_KeyAsWritten_GivesWhatWasMeant(string written, string? expected) =>
        Assert.Equal(expected, ClosestKey.Find(written, Allowed));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_TwoWords_CountsTheTypingMistakes(string a, string b, int expected)
    {
        Assert.Equal(expected, ClosestKey.Distance(a, b));
        Assert.Equal(expected, ClosestKey.Distance(b, a));
    }
}

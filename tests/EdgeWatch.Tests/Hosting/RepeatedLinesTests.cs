using System.Text.RegularExpressions;
using EdgeWatch.Hosting;
using EdgeWatch.Tests.Architecture;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting;

/// <summary>What operators may rely on in the log: each line has an id of its own, and none is written without end.</summary>
public sealed class RepeatedLinesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggerProvider _written = new();
    private readonly RepeatedLines _lines;
    private readonly ILogger _camera;

    public RepeatedLinesTests()
    {
        _lines = new RepeatedLines(_written, _time);
        _camera = _lines.CreateLogger("camera");
    }

    public void Dispose() => _lines.Dispose();

    [Fact]
    public void A_line_that_comes_a_hundred_times_is_written_three_times_and_counted()
    {
        for (int i = 0; i < 100; i++)
        {
            Say("offline");
            Say("online");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["offline", "online", "offline", "online", "offline", "online"], Written());

        for (TimeSpan passed = TimeSpan.Zero; passed < RepeatedLines.Window; passed += TimeSpan.FromMinutes(1))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            ["offline (this line came 97 more times in 11 min)", "online (this line came 97 more times in 11 min)"], Written()[6..]);
        Say("offline");
        Assert.Equal("offline", Written()[^1]);
    }

    [Fact]
    public void Other_words_another_category_and_the_end_of_the_program_are_no_repeats()
    {
        for (int i = 0; i < 10; i++)
        {
            Say($"offline {i}");
            _lines.CreateLogger("broker").Log(LogLevel.Critical, new EventId(9), "the end", null, (text, _) => text);
        }

        Assert.Equal(20, Written().Length);
    }

    [Fact]
    public void More_different_lines_than_are_remembered_lose_no_count()
    {
        for (int i = 0; i < 5; i++)
        {
            Say("flaps");
        }

        for (int i = 0; i < 1000; i++)
        {
            Say($"line {i}");
        }

        Assert.Single(Written(), "flaps (this line came 2 more times in 0 min)");
    }

    [Fact]
    public void What_was_counted_is_written_at_the_end()
    {
        for (int i = 0; i < 4; i++)
        {
            Say("flaps");
        }

        _lines.Dispose();

        Assert.StartsWith("flaps (this line came 1 more times", Written()[^1], StringComparison.Ordinal);
    }

    /// <summary>Ids are what a log is searched by and what alarms are set on.</summary>
    [Fact]
    public void Every_line_has_an_id_and_no_id_is_used_twice()
    {
        string[] texts = [.. SourceFiles.Under("src").Select(file => File.ReadAllText(file))];
        Match[] lines = [.. texts.SelectMany(text => Regex.Matches(text, @"\[LoggerMessage\(\s*(?:EventId = )?(\d+)?"))];
        string[] ids = [.. lines.Select(line => line.Groups[1].Value)];

        Assert.True(ids.Length > 30);
        Assert.DoesNotContain("", ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(texts, text => Assert.DoesNotMatch(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", text));
    }

    private void Say(string text) => _camera.Log(LogLevel.Warning, new EventId(7), text, null, (state, _) => state);

    private string[] Written() => [.. _written.Collector.GetSnapshot().Select(record => record.Message)];
}

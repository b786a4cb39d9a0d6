using System.Text;
using EdgeWatch.Cli.Status;
using EdgeWatch.Cli.Tune;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.Tests.Hosting.Status;

namespace EdgeWatch.Tests.Hostile;

/// <summary>The daemon's own files, as a bad disk or somebody else leaves them, and the answer of another program on its socket.</summary>
public sealed class StateInputTests : IDisposable
{
    private const int Kilobyte = 1024;
    private const double Rate = 10;

    private static readonly PatchGrid Grid = new(2, 3, 1);
    private static readonly string Model = new('a', 64);

    private static readonly DateTimeOffset Since = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Zone Gate = new("gate", ZoneKind.Watch, new Polygon([new(0, 0), new(1, 0), new(1, 1)]));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Sealed_files()
    {
        SealedFormat[] formats = [SealedFormat.Learned, SealedFormat.Accepted, SealedFormat.Node];
        byte[][] seeds = [.. formats.Select(format => SealedFile.Seal(new byte[40], format))];
        return HostileInputs.SealedFile.FeedAsync(
            new Mutation(seeds, "edgewatch", "node", "accepted 1\n", "EWST", "2\n").Next,
            input => formats.Any(format => IsRead<InvalidDataException>(() => SealedFile.Open(input, format))),
            length => (32 * Kilobyte) + (4L * length));
    }

    [Fact]
    public Task What_was_learned() => HostileInputs.LearnedState.FeedAsync(
        new Mutation([LearnedState.Write(new SceneNormality(Grid), Model, Rate)]).Next,
        input => IsRead<InvalidDataException>(() =>
        {
            LearnedState.ShapeOf(input);
            LearnedState.Read(input, new SceneNormality(Grid), Model, Rate);
        }),
        length => (8 * Kilobyte * Kilobyte) + (8L * length));

    [Fact]
    public Task Lessons_of_events() => HostileInputs.Lessons.FeedAsync(
        new Mutation([TraceFormat.Write([ALesson(), ALesson()])]).Next,
        input => IsRead<InvalidDataException>(() => new Lessons(Grid).Replace(TraceFormat.ReadLessons(input))),
        length => (900 * Kilobyte) + (32L * length));

    [Fact]
    public Task What_an_earlier_version_kept_as_normal()
    {
        byte[] header = Encoding.UTF8.GetBytes($"{Model}\n{Grid.Columns}x{Grid.Rows}x{Kinds.Count}\n");
        byte[] written = [.. header, .. new byte[sizeof(float) * Kinds.Count * Grid.Count]];
        return HostileInputs.AcceptedState.FeedAsync(
            new Mutation([written]).Next,
            input => IsRead<InvalidDataException>(() => new Lessons(Grid).Add(AcceptedState.Read(input, Grid, Model, ""))),
            length => (900 * Kilobyte) + (32L * length));
    }

    private static Lesson ALesson()
    {
        LookSet looks = new(1);
        looks.Add(2, new sbyte[PlaceLooks.Length], isOdd: true);
        return new Lesson
        {
            EventId = "01JQ0M7Z8Y5V3X2W1T0S9R8Q7P",
            IsNormal = true,
            JudgedAt = Since,
            Words = "moves",
            Owner = "",
            Marks = [new SurpriseMark(0, 1, 5), new SurpriseMark(3, 2, 6)],
            Looks = looks,
        };
    }

    /// <summary>What was read is used as the daemon uses it.</summary>
    [Fact]
    public Task Settings_of_a_node() => HostileInputs.NodeRecord.FeedAsync(
        new Mutation(
            [
                """{"overrides":{"yard":{"threshold":0.7,"enabled":false}},"retained":{"edgewatch/a/status":{}}}"""u8.ToArray(),
                """{"overrides":{"barn":{"suspended_until":"2026-01-01T00:00:00+00:00"}},"retained":{"h/c":{"k":"a"}}}"""u8.ToArray(),
            ],
            "\"yard\":null", "\"threshold\":", "overrides", "retained", "9", "null}").Next,
        input => IsRead<InvalidDataException>(() =>
        {
            NodeRecord record = NodeRecord.Parse(input);
            foreach ((_, CameraOverrides overrides) in record.Overrides)
            {
                Assert.InRange(overrides.Threshold ?? 0, 0, 1);
            }

            Assert.All(record.Retained.Values, components => Assert.DoesNotContain(components, component => component.Value is null));
            record.ToJson();
        }),
        length => (64 * Kilobyte) + (64L * length));

    /// <summary>A line of each input; what was read is shown as <c>tune</c> shows it.</summary>
    [Fact]
    public Task Score_histories()
    {
        ScoreLog log = new(_folder.Path, "yard");
        string file = ScoreFile();
        return HostileInputs.ScoreLog.FeedAsync(
            new Mutation(
                [
                    Encoding.UTF8.GetBytes(
                        """{"from":"2026-03-01T10:00:00+00:00","threshold":0.5,"hundredths":[10,null,55],"alerts":[{"threshold":0.3,"""
                        + """ "started_at":"2026-03-01T10:01:00+00:00","ended_at":"2026-03-01T10:01:09+00:00","peak_score":0.61,"""
                        + """ "kind":"speed"}],"left_out":0}"""),
                    Encoding.UTF8.GetBytes(
                        """{"from":"2026-03-01T10:00:00+00:00","threshold":0.5,"hundredths":[10],"alerts":[],"left_out":0,"zones":[{"""
                        + """ "name":"gate","mark":"0a1b2c3d","alerts":[9,8,7,6,5,4,3,2,1,0,0,0,0]}]}"""),
                ],
                "null", "9999-12-31T23:59:59+00:00", "0001-01-01", "\"alerts\":[null]", "\"hundredths\":", "2000000000").Next,
            input =>
            {
                File.WriteAllBytes(file, input);
                IReadOnlyList<ScoreChunk> history = log.Read(Since);
                if (history.Count == 0)
                {
                    return false;
                }

                if (input.Length % 4 != 0)
                {
                    return true;
                }

                // Some of them: showing takes a hundred times as long as reading.
                new KeptScores(history).In(Gate)?.AlertsOf(Gate);
                TuneReport report = new(new KeptScores(history), [], _folder.Path, TimeZoneInfo.Utc);
                Assert.NotEmpty(report.Picture());
                Assert.NotEmpty(report.Table(history[0].Threshold));
                Assert.NotEmpty(report.List(20));
                report.Series("yard", history[0].Threshold).Clock!(60);
                return true;
            },
            length => (128 * Kilobyte) + (400L * length));
    }

    private static EventCourse Course => new(
        Since, EventCourse.ShortestStep, [10, null, 62], [500, null, 500], ["speed", "place"], [0, null, 1], SilentAt: 0.6, Zone: null);

    [Fact]
    public Task Past_events() => HostileInputs.PastEvent.FeedAsync(
        new Mutation([Encoding.UTF8.GetBytes(Event)], "null", "[null]", "\"reasons\":", "\"snapshot\":", "../").Next,
        input => PastEvent.TryParse(input) is { } past && past.Reasons.All(reason => reason.Kind.Length + reason.Text.Length >= 0),
        length => (32 * Kilobyte) + (16L * length));

    [Fact]
    public Task Courses_of_events() => HostileInputs.EventCourse.FeedAsync(
        new Mutation([CourseFile.Write(Course)], "null", "[null]", "\"kinds\":", "-1", "1e999", "2000000000").Next,
        input =>
        {
            if (CourseFile.TryRead(input) is not { } course)
            {
                return false;
            }

            // As the page goes through it.
            Assert.All(course.KindAt.Index(), its => Assert.True(its.Item is not { } kind || course.Kinds[kind].Length >= 0));
            Assert.Equal(course.Hundredths.Count, course.Thousandths.Count);
            return true;
        },
        length => (32 * Kilobyte) + (16L * length));

    [Fact]
    public void The_longest_course_is_read_back()
    {
        EventCourse longest = Course with
        {
            Hundredths = [.. Enumerable.Repeat<int?>(100, EventCourse.MostSteps)],
            Thousandths = [.. Enumerable.Repeat<int?>(1000, EventCourse.MostSteps)],
            KindAt = [.. Enumerable.Repeat<int?>(9, EventCourse.MostSteps)],
            Kinds = [.. Kinds.All.Select(kind => kind.Name)],
            Zone = new string('z', 100),
        };
        byte[] file = CourseFile.Write(longest);

        Assert.InRange(file.Length, 6_000, 7_000);
        Assert.Equivalent(longest, CourseFile.TryRead(file));
    }

    [Fact]
    public Task Answers_to_status() => HostileInputs.StatusAnswer.FeedAsync(
        new Mutation([StatusReportTests.Sample().ToJson()], "null", "{}", "\"cameras\":", "\"health\":", "\"events\":[null]").Next,
        input => IsRead<InvalidDataException>(() =>
            Assert.NotEmpty(StatusText.Of(StatusReport.Parse(input), TimeZoneInfo.Utc))),
        length => (256 * Kilobyte) + (32L * length));

    [Theory]
    [InlineData("""{"overrides":{"yard":null},"retained":{}}""", "a part of it is missing")]
    [InlineData("""{"overrides":{},"retained":{"edgewatch/a/status":null}}""", "a part of it is missing")]
    [InlineData("""{"overrides":{},"retained":{"homeassistant/a/config":{"score":null}}}""", "a part of it is missing")]
    [InlineData("""{"overrides":{"yard":{"threshold":1e999}},"retained":{}}""", "the threshold of yard is")]
    [InlineData("""{"overrides":{"yard":{"threshold":-0.1}},"retained":{}}""", "not within 0–1")]
    public void Settings_with_gaps_or_impossible_values_are_refused(string json, string reason) => Assert.Contains(
        reason,
        Assert.Throws<InvalidDataException>(() => NodeRecord.Parse(Encoding.UTF8.GetBytes(json))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(@"""alerts"":[]", @"""alerts"":[null]")]
    [InlineData("[10,55]", "[10,2000000000]")]
    [InlineData("[10,55]", "[-1]")]
    [InlineData("2026-03-01", "9999-12-31")]
    [InlineData("0.5", "1e999")]
    public void A_line_of_scores_that_is_not_ours_is_left_out(string right, string wrong)
    {
        const string Line = """{"from":"2026-03-01T10:00:00+00:00","threshold":0.5,"hundredths":[10,55],"alerts":[],"left_out":0}""";
        string file = ScoreFile();
        File.WriteAllText(file, $"{Line}\n{Line.Replace(right, wrong, StringComparison.Ordinal)}\n{Line}\n");

        Assert.Equal(2, new ScoreLog(_folder.Path, "yard").Read(Since).Count);
    }

    [Fact]
    public void A_day_of_scores_that_is_far_too_large_is_left_out_unread()
    {
        using (FileStream file = File.Create(ScoreFile()))
        {
            file.SetLength(ScoreLog.MostBytes + 1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(new ScoreLog(_folder.Path, "yard").Read(Since));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * Kilobyte);
    }

    [Theory]
    [InlineData("2026-11-26T20:00:00.000Z", "yesterday")]
    [InlineData("\"2026-11-26T20:00:00.000Z\"", "null")]
    [InlineData("\"camera yard is offline\"", "null")]
    [InlineData("\"shop\"", "null")]
    public void An_answer_that_is_no_report_is_called_that(string right, string wrong)
    {
        string json = Encoding.UTF8.GetString(StatusReportTests.Sample().ToJson());
        Assert.Contains(right, json, StringComparison.Ordinal);

        byte[] damaged = Encoding.UTF8.GetBytes(json.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(
            "the daemon", Assert.Throws<InvalidDataException>(() => StatusReport.Parse(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_of_time_beyond_all_bounds_is_shown() =>
        Assert.EndsWith("h", StatusText.Length(double.MaxValue), StringComparison.Ordinal);

    private string ScoreFile()
    {
        string file = Path.Combine(_folder.Path, "scores", "yard", "2026-03-01.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private const string Event =
        """{"event_id":"01JQ0M7Z8Y5V3X2W1T0S9R8Q7P","camera":"yard","started_at":"2026-03-01T10:00:00Z","ended_at":null,"""
        + """ "peak_score":0.8,"reasons":[{"kind":"speed","text":"moves fast"}],"snapshot":"events/x/snapshot.jpg"}""";

    private static bool IsRead<TRefusal>(Action read)
        where TRefusal : Exception
    {
        try
        {
            read();
            return true;
        }
        catch (TRefusal)
        {
            return false;
        }
    }
}

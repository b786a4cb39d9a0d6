using EdgeWatch.Cameras;
using EdgeWatch.Capture.Troubles;
using EdgeWatch.Core.Languages;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _sys = new();

    [Fact]
    public void The_hottest_zone_counts_and_sensors_that_are_not_there_do_not()
    {
        Write("class/thermal/thermal_zone0/temp", "48312\n");
        Write("class/thermal/thermal_zone1/temp", "51250\n");
        Write("class/thermal/thermal_zone2/temp", "-256000\n");
        Write("class/thermal/thermal_zone3/type", "no temperature here");
        Write("class/thermal/cooling_device0/temp", "99000\n");

        Assert.Equal(51.2, new Chip(_sys.Path).Temperature()!.Value, 0.06);
    }

    [Fact]
    public void A_machine_that_tells_nothing_gives_nulls()
    {
        Chip chip = new(_sys.Path);

        Assert.Null(chip.Temperature());
        Assert.Null(chip.Throttling());
    }

    [Theory]
    [InlineData("0", false, false, false, false)]
    [InlineData("50005\n", true, false, true, false)]
    [InlineData("a", false, true, false, true)]
    [InlineData("f0000", false, false, false, false)]
    public void Throttling_is_that_of_the_moment(string flags, bool voltage, bool frequency, bool throttled, bool temperature)
    {
        Write("devices/platform/soc/soc:firmware/get_throttled", flags);

        Assert.Equal(new ThrottlingHealth(voltage, frequency, throttled, temperature), new Chip(_sys.Path).Throttling());
    }

    [Fact]
    public void The_meter_gives_percentiles_of_the_newest_frames_and_counts_them_all()
    {
        CameraMeter meter = new();
        for (int i = 1; i <= 100; i++)
        {
            meter.Add(TimeSpan.FromMilliseconds(i), new CameraCounts(1, 2 * (i % 2), 1, 3));
        }

        Assert.Equal(new CameraCounts(100, 100, 100, 300), meter.Counts);
        Assert.Equal(new PercentilesHealth(50, 95), meter.Newest(100));
        Assert.Equal(new PercentilesHealth(95, 100), meter.Newest(10));
        Assert.Null(meter.Newest(0));
    }

    [Fact]
    public void Of_more_frames_than_the_meter_holds_the_newest_count()
    {
        CameraMeter meter = new();
        for (int i = 0; i < 5000; i++)
        {
            meter.Add(TimeSpan.FromMilliseconds(i < 3000 ? 1000 : 3), new CameraCounts(1, 1, 0, 0));
        }

        Assert.Equal(5000, meter.Counts.Frames);
        Assert.Equal(new PercentilesHealth(3, 3), meter.Newest(5000));
    }

    [Fact]
    public void Processor_time_is_that_of_the_process_between_two_looks()
    {
        FakeTimeProvider time = new();
        ProcessorLoad processor = new(time);
        Assert.Null(processor.Look(Environment.ProcessId));
        Burn();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.InRange(processor.Look(Environment.ProcessId)!.Value, 5, 10_000);
        Assert.Null(processor.Look(0));
        Assert.Null(processor.Look(int.MaxValue));
    }

    [Fact]
    public void Problems_are_put_into_words()
    {
        CameraHealth offline = new()
        {
            State = CameraAvailability.Offline,
            FpsIn = 0,
            FpsScored = 0,
            Drops = new DropsHealth(0, 0, 0, 0),
            Restarts = 4,
            LastFrameAgeSeconds = null,
            TokensPerFrame = null,
            MsPerFrame = null,
            DecoderCpuPercent = null,
        };

        string[] problems = [.. HealthProblems.Find(
            new ThrottlingHealth(true, false, true, false), new DiskHealth(1, 100), "the disk is full", dropped: 3,
            new Dictionary<string, CameraHealth> { ["yard"] = offline }).Select(problem => problem.In(Language.English))];

        Assert.Equal(6, problems.Length);
        Assert.Contains(problems, problem => problem.Contains("yard", StringComparison.Ordinal));
        CameraHealth online = offline with { State = CameraAvailability.Online };
        Assert.Empty(HealthProblems.Find(null, null, null, 0, new Dictionary<string, CameraHealth> { ["yard"] = online }));
        Assert.Equal(
            HealthProblems.NoCamera,
            Assert.Single(HealthProblems.Find(null, null, null, 0, new Dictionary<string, CameraHealth>())));
        CameraHealth damaged = online with { Trouble = CameraTrouble.DamagedPictures };
        Assert.Equal(
            "pictures of camera yard are damaged",
            HealthProblems.Find(null, null, null, 0, new Dictionary<string, CameraHealth> { ["yard"] = damaged })
                .Single().In(Language.English));
    }

    [Theory]
    [InlineData(10, 8.9, 7, true)]
    [InlineData(10, 9.1, 7, false)]
    [InlineData(10, 5, 0, false)]
    public void A_machine_that_does_not_keep_up_is_a_problem(double framesIn, double framesScored, long dropped, bool isProblem)
    {
        CameraHealth camera = new()
        {
            State = CameraAvailability.Online,
            FpsIn = framesIn,
            FpsScored = framesScored,
            Drops = new DropsHealth(dropped, 0, 0, 0),
            Restarts = 0,
            LastFrameAgeSeconds = 0,
            TokensPerFrame = null,
            MsPerFrame = null,
            DecoderCpuPercent = null,
        };

        string[] problems = [.. HealthProblems.Find(null, null, null, 0, new Dictionary<string, CameraHealth> { ["yard"] = camera })
            .Select(problem => problem.In(Language.English))];

        Assert.Equal(
            isProblem
                ? ["camera yard: only 8.9 of 10.0 frames a second are analysed: this machine does not keep up. Lower frames_per_second."]
                : [],
            problems);
    }

    public void Dispose() => _sys.Dispose();

    private static void Burn()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - before < TimeSpan.FromMilliseconds(150))
        {
        }
    }

    private void Write(string name, string content)
    {
        string path = _sys.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}

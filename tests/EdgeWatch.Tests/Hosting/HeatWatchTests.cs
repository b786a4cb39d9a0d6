using EdgeWatch.Cameras;
using EdgeWatch.Hosting.Health;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting;

public sealed class HeatWatchTests : IDisposable
{
    private const string Firmware = "devices/platform/soc/soc:firmware/get_throttled";

    private readonly TemporaryFolder _sys = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<HeatWatch> _log = new();
    private readonly Relief _relief;
    private readonly HeatWatch _heat;
    private double _limit = 80;

    public HeatWatchTests()
    {
        _relief = new Relief(_time);
        _heat = new HeatWatch(new Chip(_sys.Path), _relief, () => _limit, _time, _log);
    }

    public void Dispose() => _sys.Dispose();

    [Fact]
    public void It_is_turned_on_at_the_limit_and_off_five_degrees_below_and_each_is_said_once()
    {
        foreach ((double celsius, bool isOn) in new[] { (79.9, false), (80, true), (85, true), (75.1, true), (74.9, false), (79, false) })
        {
            Heat(celsius);
            _heat.Look();

            Assert.Equal(isOn, _relief.IsOn);
        }

        Assert.Equal([930, 931], _log.Collector.GetSnapshot().Select(entry => entry.Id.Id));
        Assert.Equal(
            "The chip is hot (80 °C): cameras without an event rest for 5 s of each 10 s, until it is below 75 °C.",
            _log.Collector.GetSnapshot()[0].Message);
    }

    [Fact]
    public void A_chip_that_is_slowed_down_is_hot_whatever_its_temperature()
    {
        Heat(60);
        Write(Firmware, "4");
        _heat.Look();
        Assert.True(_relief.IsOn);

        Write(Firmware, "40000");
        _heat.Look();
        Assert.False(_relief.IsOn);
    }

    [Fact]
    public void Another_limit_holds_at_once()
    {
        Heat(70);
        _limit = 65;
        _heat.Look();
        Assert.True(_relief.IsOn);

        _limit = 80;
        _heat.Look();
        Assert.False(_relief.IsOn);
    }

    [Fact]
    public void A_machine_that_tells_nothing_is_never_hot()
    {
        _heat.Look();

        Assert.False(_relief.IsOn);
    }

    [Fact]
    public void Cameras_rest_half_of_the_time_each_and_half_of_them_at_a_time()
    {
        const int Cameras = 4;
        const int Steps = 400;
        int[] places = [.. Enumerable.Range(0, Cameras).Select(_ => _relief.Join())];
        Assert.DoesNotContain(places, _relief.Rests);
        _relief.IsOn = true;
        int[] rested = new int[Cameras];
        int longest = 0;
        int running = 0;
        for (int step = 0; step < Steps; step++)
        {
            Assert.Equal(Cameras / 2, places.Count(_relief.Rests));
            running = _relief.Rests(places[0]) ? running + 1 : 0;
            longest = Math.Max(longest, running);
            for (int i = 0; i < Cameras; i++)
            {
                rested[i] += _relief.Rests(places[i]) ? 1 : 0;
            }

            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.All(rested, count => Assert.Equal(Steps / 2, count));
        Assert.Equal(Relief.Turn, longest * TimeSpan.FromMilliseconds(100));
        _relief.IsOn = false;
        Assert.DoesNotContain(places, _relief.Rests);
    }

    [Fact]
    public void Cameras_that_take_the_place_of_others_rest_in_halves_too()
    {
        _relief.IsOn = true;
        int[] halves = [.. Enumerable.Range(0, 4).Select(_ => _relief.Join())];
        foreach (int replaced in new[] { 0, 2 })
        {
            _relief.Leave(halves[replaced]);
            halves[replaced] = _relief.Join();
        }

        Assert.Equal(2, halves.Count(_relief.Rests));
    }

    private void Heat(double celsius) => Write("class/thermal/thermal_zone0/temp", $"{(int)(1000 * celsius)}\n");

    private void Write(string path, string content)
    {
        string file = Path.Combine(_sys.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}

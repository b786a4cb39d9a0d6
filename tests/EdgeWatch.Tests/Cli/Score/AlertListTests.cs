using System.Text.RegularExpressions;
using EdgeWatch.Capture;
using EdgeWatch.Cli.Score;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Tests.Cli.Score;

/// <summary>What <c>score</c> lists is what the daemon would have made of the same frames.</summary>
public sealed partial class AlertListTests
{
    private const double Quiet = -2;

    /// <summary>Raw score well above the default threshold.</summary>
    private const double Unusual = 20;

    private static readonly FrameSize Size = new(320, 240);

    [Theory]
    [InlineData(10)]
    [InlineData(12.5)]
    [InlineData(20)]
    [InlineData(30)]
    public void What_lasts_0_3_seconds_is_an_alert_wherever_it_begins(double framesPerSecond)
    {
        int frames = (int)Math.Ceiling(AlertPolicy.Default.MinimumLength.TotalSeconds * framesPerSecond - 1e-9) + 1;
        Assert.All(Enumerable.Range(0, 300), start =>
        {
            AlertList list = Run(framesPerSecond, [.. Repeat(Quiet, start), .. Repeat(Unusual, frames), .. Repeat(Quiet, 1)]);

            Assert.Equal(1, list.Count);
        });
    }

    [Fact]
    public void An_alert_is_listed_from_the_frame_that_it_began_with()
    {
        AlertList list = Run(10, [.. Repeat(Quiet, 50), .. Repeat(Unusual, 20), .. Repeat(Quiet, 200)]);

        Assert.Equal(["5.0 s", "6.9 s"], Times().Matches(list.ToString()).Select(match => match.Value));
    }

    [Fact]
    public void The_reason_is_that_of_the_frame_with_the_highest_raw_score()
    {
        // Both scores are 1 to the last digit; by raw scores the second frame is the rarer one.
        AlertList list = Run(10, [.. Repeat(Quiet, 10), .. Repeat(90, 10), .. Repeat(95, 10), .. Repeat(Quiet, 1)]);

        Assert.Contains("9.5×", list.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<double> Repeat(double raw, int frames) => Enumerable.Repeat(raw, frames);

    private static AlertList Run(double framesPerSecond, double[] raw)
    {
        AlertList list = new(AlertPolicy.Default);
        using SceneWatch watch = new(Size, new NoModel(), new LearningPolicy(TimeSpan.Zero), TimeProvider.System);
        PatchHeat heat = new(watch);
        ScoredFrame frame = new(watch.Grid);
        FramePool pool = new(Size);
        FrameClock clock = new(TimeProvider.System, framesPerSecond);
        for (int i = 0; i < raw.Length; i++)
        {
            Frame picture = pool.Rent();
            clock.Stamp(picture);
            frame.Take(picture);
            frame.Score = FrameScore.Of(raw[i], SpeedNormality.Kind);
            frame.KindScores[SpeedNormality.Kind.Index] = frame.Score;
            frame.Patches.Ratios[SpeedNormality.Kind.Index] = (float)(raw[i] / 10);
            list.Observe(frame, heat);
        }

        list.Close();
        list.Dispose();
        frame.Release();
        return list;
    }

    [GeneratedRegex(@"[\d.]+ s")]
    private static partial Regex Times();

    private sealed class NoModel : IPatchModel
    {
        public string Name => "none";

        public string Sha256 => "";

        public void Run(TokenBatch batch) => throw new InvalidOperationException("Nothing moves in this test.");
    }
}

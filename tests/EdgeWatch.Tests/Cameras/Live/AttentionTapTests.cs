using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Model;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Cameras.Live;

public sealed class AttentionTapTests : IDisposable
{
    private static readonly PatchGrid Grid = new(Rows: 2, Columns: 3, Scale: 1);

    private readonly StubNetwork _network = new();
    private readonly FakeLogger<AttentionTap> _log = new();
    private readonly TokenBatch _batch = new(Grid);
    private readonly AttentionTap _tap;

    public AttentionTapTests()
    {
        _tap = new AttentionTap("door", _network, Grid, _log);
        _batch.Add(new PatchPosition(0, 1));
        _batch.Add(new PatchPosition(1, 0));
        _batch.Add(new PatchPosition(1, 2));
    }

    public void Dispose() => _tap.Dispose();

    [Fact]
    public void What_nobody_wants_to_see_costs_nothing_and_is_given_up_when_nobody_wants_it_any_more()
    {
        Watch(frame: 1, isWanted: false);
        Assert.Equal((1, 0, 0), (_network.Runs, _network.Opened, _network.Reads));

        Watch(frame: 2, isWanted: true);
        Watch(frame: 3, isWanted: true);
        Assert.Equal((3, 1, 2), (_network.Runs, _network.Opened, _network.Reads));

        Watch(frame: 4, isWanted: false);
        _tap.Close();
        Assert.Equal((4, 1, 2, 1), (_network.Runs, _network.Opened, _network.Reads, _network.Closed));
        Assert.Null(_tap.Of(4));
    }

    /// <summary>
    /// The first gets 0.2 and 0.6 of the others, the second 0.3 and 0.1, the third 0.4 and 0.5; what each gives itself is left out.
    /// </summary>
    [Fact]
    public void A_patch_gets_the_mean_of_what_the_others_give_it()
    {
        _network.Weights = [0.3f, 0.3f, 0.4f, 0.2f, 0.3f, 0.5f, 0.6f, 0.1f, 0.3f];

        Watch(frame: 1, isWanted: true);

        float[] expected = [0, 0.4f, 0, 0.2f, 0, 0.45f];
        Assert.All(_tap.Of(1)!.Shares, (share, place) => Assert.Equal(expected[place], share, 1e-6f));
    }

    [Fact]
    public void A_frame_is_known_until_it_is_scored_and_one_in_which_nothing_moves_is_empty()
    {
        Watch(frame: 1, isWanted: true);
        for (int frame = 2; frame <= 1 + DelayedSmoother.DelayFrames; frame++)
        {
            _tap.Begin(frame, isWanted: true);
        }

        Assert.NotNull(_tap.Of(1));
        Assert.Contains(_tap.Of(1)!.Shares, share => share > 0);
        Assert.All(_tap.Of(2)!.Shares, share => Assert.Equal(0, share));
    }

    [Fact]
    public void A_network_that_fails_at_it_is_told_once_and_the_detector_goes_on()
    {
        _network.Fault = new ModelException("it burns");

        Watch(frame: 1, isWanted: true);
        Watch(frame: 2, isWanted: true);

        Assert.Equal((2, 1, 1), (_network.Runs, _network.Reads, _network.Closed));
        Assert.Null(_tap.Of(1));
        Assert.Equal(
            "Camera door: the page cannot show where the network looks: it burns",
            Assert.Single(_log.Collector.GetSnapshot()).Message);
    }

    private void Watch(long frame, bool isWanted)
    {
        _tap.Begin(frame, isWanted);
        _tap.Run(_batch);
    }

    /// <summary>Says of its attention what the test says, and counts what it is asked.</summary>
    private sealed class StubNetwork : IPatchModel, IPatchAttention
    {
        public float[] Weights { get; set; } = [.. Enumerable.Repeat(1 / 3f, 9)];

        public ModelException? Fault { get; set; }

        public int Runs { get; private set; }

        public int Opened { get; private set; }

        public int Reads { get; private set; }

        public int Closed { get; private set; }

        public string Name => "stub";

        public string Sha256 => "";

        public void Run(TokenBatch batch) => Runs++;

        public IPatchAttention OpenAttention()
        {
            Opened++;
            return this;
        }

        public float[] WeightsOf(TokenBatch batch)
        {
            Reads++;
            return Fault is null ? Weights : throw Fault;
        }

        public void Dispose() => Closed++;
    }
}

using EdgeWatch.Cameras;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class SuspensionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly NodeState _state;

    public SuspensionTests() => _state = new NodeState(_folder.Path, _time, NullLogger<NodeState>.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_left_of_an_earlier_one_holds_and_then_its_end_is_told()
    {
        Keep(TimeSpan.FromHours(1));

        Suspension suspension = Start();

        suspension.EndWhenOver();
        Assert.True(suspension.IsOn);
        _time.Advance(TimeSpan.FromHours(1));
        suspension.EndWhenOver();
        Assert.False(suspension.IsOn);
        Assert.Null(_state.Of("door").SuspendedUntil);
    }

    [Fact]
    public void One_that_ran_out_while_nobody_ran_is_not_told_any_more()
    {
        Keep(TimeSpan.FromHours(-3));

        Suspension suspension = Start();

        Assert.False(suspension.IsOn);
        suspension.EndWhenOver();
        Assert.Null(_state.Of("door").SuspendedUntil);
    }

    [Fact]
    public void A_clock_that_was_put_back_makes_none_longer_than_anybody_can_ask_for()
    {
        Keep(TimeSpan.FromDays(1000));

        Suspension suspension = Start();
        _time.Advance(RequestVerbs.LongestSuspension);

        Assert.False(suspension.IsOn);
    }

    private void Keep(TimeSpan left) => _state.Change("door", overrides => overrides with { SuspendedUntil = _time.GetUtcNow() + left });

    private Suspension Start() => new("door", _state, _time, NullLogger<Suspension>.Instance);
}

using EdgeWatch.Configuration;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Profiles;

public sealed class ProfileChoiceTests : IDisposable
{
    private const string Night = """
        cameras: [{id: yard, source: /dev/video0}]
        time_zone: Europe/Berlin
        profiles: [{name: home}, {name: away, quiet: true}, {name: night}]
        default_profile: home
        schedule: [{profile: night, from: 2:30, to: 6:00}]
        quiet_hours: [{days: [sun], from: 12:00, to: 14:00}]
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The Saturday before Berlin's clock is put forward, from 2:00 to 3:00.</summary>
    private readonly FakeTimeProvider _time = new(At("2026-03-28T12:00Z"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_schedule_decides_and_says_until_when()
    {
        ProfileChoice choice = Choose(Night);

        Assert.Equal(("home", false), (choice.InForce.Name, choice.InForce.IsByHand));

        // 2:30 does not exist that night: it begins when the clock is put forward.
        Assert.Equal(At("2026-03-29T01:00Z"), choice.InForce.Until);
        _time.SetUtcNow(At("2026-03-29T01:00Z"));
        choice.Look();
        Assert.Equal(("night", At("2026-03-29T01:00Z"), At("2026-03-29T04:00Z")),
            (choice.InForce.Name, choice.InForce.Since, choice.InForce.Until));
    }

    [Fact]
    public void What_is_set_by_hand_holds_over_the_schedule_until_it_is_to_decide_again()
    {
        ProfileChoice choice = Choose(Night);

        choice.Set("away");
        DateTimeOffset set = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromDays(3));
        choice.Look();

        Assert.Equal(("away", true, set, null), (choice.InForce.Name, choice.InForce.IsByHand, choice.InForce.Since, choice.InForce.Until));
        Assert.True(choice.InForce.IsQuiet);
        choice.Set(null);
        Assert.Equal(("home", false), (choice.InForce.Name, choice.InForce.IsByHand));
        Assert.False(choice.InForce.IsQuiet);
    }

    [Fact]
    public async Task What_is_set_by_hand_survives_a_restart()
    {
        NodeState state = State();
        new ProfileChoice(Read(Night), state, _time).Set("away");
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        await state.RunAsync(stopped.Token);

        ProfileChoice later = Choose(Night);

        Assert.Equal(("away", true, At("2026-03-28T12:00Z")), (later.InForce.Name, later.InForce.IsByHand, later.InForce.Since));
    }

    [Fact]
    public void What_was_set_by_hand_and_is_not_there_any_more_leaves_the_schedule_to_decide()
    {
        ProfileChoice choice = Choose(Night);
        choice.Set("away");

        choice.Take(Read(Night.Replace("{name: away, quiet: true}, ", "", StringComparison.Ordinal)));

        Assert.Equal(("home", false, "away"), (choice.InForce.Name, choice.InForce.IsByHand, choice.Lost));
        choice.Take(Read(Night));
        Assert.Equal(("away", true, null), (choice.InForce.Name, choice.InForce.IsByHand, choice.Lost));
    }

    [Fact]
    public void Quiet_hours_need_no_profile()
    {
        string text = string.Join('\n', Night.Split('\n').Where(line => !line.Contains("profile", StringComparison.Ordinal)));
        ProfileChoice choice = Choose(text);

        Assert.Equal((null, false, At("2026-03-29T10:00Z")), (choice.InForce.Name, choice.InForce.IsQuiet, choice.NextChange));
        Assert.Empty(choice.Names);
        _time.SetUtcNow(At("2026-03-29T10:00Z"));
        choice.Look();
        Assert.Equal((true, At("2026-03-29T12:00Z")), (choice.InForce.IsQuiet, choice.InForce.QuietUntil));
    }

    private ProfileChoice Choose(string text) => new(Read(text), State(), _time);

    private NodeState State() => new(_folder.Path, _time, NullLogger<NodeState>.Instance);

    private static EdgeWatchOptions Read(string text) => ConfigurationReader.Read(text, "f").Options!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, provider: null);
}

using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Tests.Mqtt.Commands;

/// <summary>A camera that notes what it is told.</summary>
internal sealed class FakeCamera(string id) : ICameraControl
{
    private static readonly AlertPolicy Configured = new AlertOptions().Resolve(new AlertOptions());

    public string Id { get; } = id;

    public AlertPolicy Policy { get; private set; } = Configured;

    public bool Enabled { get; private set; } = true;

    public IReadOnlyList<string> Zones { get; init; } = [];

    public TimeSpan Suspended { get; private set; }

    public int Relearned { get; private set; }

    public (string? EventId, Verdict Verdict)? Judged { get; private set; }

    /// <summary>Thrown by everything.</summary>
    public Exception? Bug { get; set; }

    public ValueTask SetThresholdAsync(double? threshold)
    {
        Fail();
        Policy = threshold is { } value ? Configured.WithThreshold(value) : Configured;
        return ValueTask.CompletedTask;
    }

    public void LeaveThreshold() => throw new NotSupportedException("nobody asks for it over MQTT");

    public void SetEnabled(bool? enabled) => Enabled = enabled ?? true;

    public ValueTask SuspendAsync(TimeSpan length)
    {
        Suspended = length;
        return ValueTask.CompletedTask;
    }

    public ValueTask RelearnAsync(bool forgetsFeedback)
    {
        Relearned++;
        return ValueTask.CompletedTask;
    }

    public ValueTask<Judgement> JudgeAsync(string? eventId, Verdict verdict)
    {
        Judged = (eventId, verdict);
        return eventId is FakeNode.EventId or null
            ? ValueTask.FromResult(Said(verdict))
            : throw new RequestRefusedException("this event is not remembered");
    }

    public ValueTask<IReadOnlyList<Judgement>> ListJudgementsAsync() => ValueTask.FromResult<IReadOnlyList<Judgement>>(
        Judged is { } judged ? [Said(judged.Verdict)] : []);

    public Task<CameraPicture> TakePictureAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new CameraPicture([0xFF, 0xD8, 0xFF], new FrameSize(320, 240), DateTimeOffset.UnixEpoch));

    private Judgement Said(Verdict verdict) =>
        new(Id, FakeNode.EventId, verdict, DateTimeOffset.UnixEpoch, "moves", NotInForce: null, LeavesView: false);

    private void Fail()
    {
        if (Bug is not null)
        {
            throw Bug;
        }
    }
}

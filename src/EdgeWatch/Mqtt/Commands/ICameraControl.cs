using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>A picture that somebody asked for.</summary>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="Size">Width and height.</param>
/// <param name="CapturedAt">When it was taken.</param>
internal sealed record CameraPicture(byte[] Jpeg, FrameSize Size, DateTimeOffset CapturedAt);

/// <summary>What commands can do with a camera. All members may be called from any thread.</summary>
internal interface ICameraControl
{
    /// <summary>The camera's id.</summary>
    string Id { get; }

    /// <summary>When alerts begin and end at the moment.</summary>
    AlertPolicy Policy { get; }

    /// <summary>The zones from which alerts come, by name.</summary>
    IReadOnlyList<string> Zones { get; }

    /// <summary>Sets the score at which alerts begin; null: back to the config file's.</summary>
    ValueTask SetThresholdAsync(double? threshold);

    /// <summary>
    /// Leaves the threshold to the config file, which is about to be read again; until then, what is in force stays.
    /// </summary>
    void LeaveThreshold();

    /// <summary>Wants the camera or not; null: as the config says.</summary>
    void SetEnabled(bool? enabled);

    /// <summary>Raises no events for a while; zero ends that.</summary>
    ValueTask SuspendAsync(TimeSpan length);

    /// <summary>Forgets what is normal and learns it again.</summary>
    /// <param name="forgetsFeedback">Whether what people have said of events is forgotten, too.</param>
    ValueTask RelearnAsync(bool forgetsFeedback);

    /// <summary>Takes somebody's word on an event.</summary>
    /// <param name="eventId">The event's id; null for the latest one.</param>
    /// <param name="verdict">What is said of it.</param>
    /// <exception cref="RequestRefusedException">It is not known, too old, or was judged so already.</exception>
    ValueTask<Judgement> JudgeAsync(string? eventId, Verdict verdict);

    /// <summary>What people have said of this camera's events, the newest first.</summary>
    ValueTask<IReadOnlyList<Judgement>> ListJudgementsAsync();

    /// <summary>The next frame as a JPEG file.</summary>
    /// <exception cref="RequestRefusedException">None comes.</exception>
    Task<CameraPicture> TakePictureAsync(CancellationToken cancellationToken);
}

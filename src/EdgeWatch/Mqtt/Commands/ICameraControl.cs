using EdgeWatch.Core.Events;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>What commands can do with a camera. All members may be called from any thread.</summary>
internal interface ICameraControl
{
    /// <summary>The camera's id.</summary>
    string Id { get; }

    /// <summary>When alerts begin and end at the moment.</summary>
    AlertPolicy Policy { get; }

    /// <summary>Sets the score at which alerts begin; null: back to the config file's.</summary>
    ValueTask SetThresholdAsync(double? threshold);

    /// <summary>Wants the camera or not.</summary>
    void SetEnabled(bool enabled);

    /// <summary>Raises no events for a while; zero ends that.</summary>
    ValueTask SuspendAsync(TimeSpan length);

    /// <summary>Forgets what is normal and learns it again.</summary>
    ValueTask RelearnAsync();

    /// <summary>Takes somebody's word on an event.</summary>
    /// <param name="eventId">The event's id; null for the latest one.</param>
    /// <param name="isNormal">Whether such things are normal here.</param>
    /// <returns>The event's id.</returns>
    /// <exception cref="CommandException">The event is not remembered.</exception>
    ValueTask<string> JudgeAsync(string? eventId, bool isNormal);

    /// <summary>The next frame as a JPEG file.</summary>
    /// <exception cref="CommandException">None comes.</exception>
    Task<CameraPicture> TakePictureAsync(CancellationToken cancellationToken);
}

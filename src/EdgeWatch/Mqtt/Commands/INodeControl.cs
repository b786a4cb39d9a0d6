using System.Text.Json.Nodes;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>What commands can ask of a node. All members may be called from any thread.</summary>
internal interface INodeControl
{
    /// <summary>The cameras.</summary>
    IReadOnlyList<ICameraControl> Cameras { get; }

    /// <summary>What <c>ping</c> answers.</summary>
    JsonObject Describe();

    /// <summary>Checks a config.</summary>
    /// <param name="yaml">Its text; null for the file that the node was started with, together with the files that it names.</param>
    /// <returns><c>valid</c> and <c>mistakes</c>.</returns>
    JsonObject CheckConfiguration(string? yaml);

    /// <summary>Says which profile is in force and which there are.</summary>
    /// <exception cref="RequestRefusedException">None is configured.</exception>
    JsonObject DescribeProfile();

    /// <summary>Sets the profile.</summary>
    /// <param name="name">One that there is, or <see cref="Configuration.Profiles.ProfileOptions.BySchedule"/>.</param>
    /// <param name="stopping">Ends the waiting for one's turn; what has been set then is brought to the cameras all the same.</param>
    /// <exception cref="RequestRefusedException">There is no such profile.</exception>
    ValueTask SetProfileAsync(string name, CancellationToken stopping);

    /// <summary>Finds past events.</summary>
    /// <param name="from">Events that began then or later.</param>
    /// <param name="to">Events that began then or before.</param>
    /// <param name="limit">Most events; the newest are preferred.</param>
    /// <returns>The last message of each event, newest event first.</returns>
    JsonArray FindEvents(DateTimeOffset from, DateTimeOffset to, int limit);

    /// <summary>Finds a past event by its id, or the beginning or the end of it.</summary>
    /// <returns>Its id and that of its camera; null when no such event is kept.</returns>
    /// <exception cref="RequestRefusedException">There are several.</exception>
    (string EventId, string Camera)? FindEvent(string id);
}

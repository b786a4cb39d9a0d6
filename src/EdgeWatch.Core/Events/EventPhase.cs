namespace EdgeWatch.Core.Events;

/// <summary>Where a camera is in the life of an event.</summary>
public enum EventPhase
{
    /// <summary>Nothing unusual.</summary>
    Idle,

    /// <summary>Above the threshold, not yet for long enough.</summary>
    Pending,

    /// <summary>An event is on.</summary>
    Active,

    /// <summary>The event is quiet; a new rise continues it, else it ends.</summary>
    Cooldown,
}

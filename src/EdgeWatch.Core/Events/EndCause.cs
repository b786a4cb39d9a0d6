namespace EdgeWatch.Core.Events;

/// <summary>Why an event ended though nobody saw it become quiet.</summary>
public enum EndCause
{
    /// <summary>Who watched was asked to stop, or the recording is over.</summary>
    Stopped,

    /// <summary>The camera has left the config.</summary>
    Removed,

    /// <summary>The camera starts anew, with other privacy masks.</summary>
    Replaced,

    /// <summary>The watching of the camera failed by a bug.</summary>
    Failed,

    /// <summary>The camera was switched off.</summary>
    SwitchedOff,

    /// <summary>The camera has delivered no pictures for so long.</summary>
    Offline,

    /// <summary>Somebody wants no events for a while.</summary>
    Suspended,

    /// <summary>The camera learns what is normal.</summary>
    Learning,

    /// <summary>The camera's zones are others.</summary>
    ZonesChanged,

    /// <summary>What was learned at a place was forgotten.</summary>
    PlaceForgotten,
}

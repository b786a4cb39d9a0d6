namespace EdgeWatch.Core.Events;

/// <summary>Which part of an event's life a message tells about.</summary>
public enum AlertEventType
{
    /// <summary>The event has begun.</summary>
    Start,

    /// <summary>It goes on: its peak has risen markedly, or some seconds have passed.</summary>
    Update,

    /// <summary>It is over.</summary>
    End,
}

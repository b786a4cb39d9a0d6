namespace EdgeWatch.Core.Events;

/// <summary>What a score has changed.</summary>
public enum EventTransition
{
    /// <summary>Nothing to tell.</summary>
    None,

    /// <summary>An event has begun.</summary>
    Started,

    /// <summary>The event's peak has risen markedly, or it is time to say that it goes on.</summary>
    Updated,

    /// <summary>The event is over.</summary>
    Ended,
}

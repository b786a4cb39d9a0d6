namespace EdgeWatch.Configuration;

/// <summary>The message about the day before; see the digest in the README of MQTT.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class DigestOptions
{
    /// <summary>Default of <see cref="At"/>: with the coffee.</summary>
    public static readonly TimeOnly DefaultAt = new(7, 0);

    /// <summary>Whether there is one. <value>Default true.</value></summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// When it is sent, by the clock on the wall in <c>time_zone</c>; after 1:00 the last hour of the day is known, too.
    /// A node that is off then sends it when it is on again.
    /// <value>Default 7:00.</value>
    /// </summary>
    public TimeOnly At { get; set; } = DefaultAt;
}

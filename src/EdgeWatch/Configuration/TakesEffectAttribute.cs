namespace EdgeWatch.Configuration;

/// <summary>What a changed key asks for while the daemon runs.</summary>
internal enum Effect
{
    /// <summary>The service has to be started again. A key that does not say what it asks for is taken for this.</summary>
    AtNextStart,

    /// <summary>It holds from the next frame or message on.</summary>
    AtOnce,

    /// <summary>
    /// The camera that it belongs to, or each that it holds for, is read anew; what it has learned and an event that is on go on.
    /// </summary>
    RestartsCamera,

    /// <summary>The camera that it belongs to starts anew with what it has learned; an event that is on ends.</summary>
    ReplacesCamera,

    /// <summary>The broker is left in order and connected to again.</summary>
    Reconnects,
}

/// <summary>Says what a changed key asks for, or all keys of a section that do not say it themselves.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class TakesEffectAttribute(Effect effect) : Attribute
{
    public Effect Effect => effect;
}

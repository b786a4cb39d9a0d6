namespace EdgeWatch.Cli.Check;

/// <summary>What came of trying one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Code">Whether it works; if not, how a verb that cannot do without it ends.</param>
/// <param name="Text">What was found, or why it does not work and what to do.</param>
internal sealed record Finding(string Part, ExitCode Code, string Text)
{
    /// <summary>How it is marked.</summary>
    public string Mark => Code is not ExitCode.Ok ? Fails : IsMissing ? Missing : Works;

    /// <summary>Whether it is not there yet, which is no failure.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Mark of a part that works.</summary>
    public const string Works = "ok";

    /// <summary>Mark of a part that is not there yet, and does not have to be.</summary>
    public const string Missing = "none";

    /// <summary>Mark of a part that does not.</summary>
    public const string Fails = "FAILS";
}

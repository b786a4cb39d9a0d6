namespace EdgeWatch.Cli.Check;

/// <summary>What came of trying one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Code">Whether it works; if not, how a verb that cannot do without it ends.</param>
/// <param name="Text">What was found, or why it does not work and what to do.</param>
internal sealed record Finding(string Part, ExitCode Code, string Text)
{
    /// <summary>Whether it works.</summary>
    public bool IsGood => Code is ExitCode.Ok;

    /// <summary>Mark of a part that works.</summary>
    public const string Works = "ok";

    /// <summary>Mark of a part that does not.</summary>
    public const string Fails = "FAILS";
}

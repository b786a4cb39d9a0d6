namespace EdgeWatch.Cli.Check;

/// <summary>What came of trying one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="IsGood">Whether it works.</param>
/// <param name="Text">What was found, or why it does not work and what to do.</param>
internal sealed record Finding(string Part, bool IsGood, string Text)
{
    /// <summary>Mark of a part that works.</summary>
    public const string Works = "ok";

    /// <summary>Mark of a part that does not.</summary>
    public const string Fails = "FAILS";
}

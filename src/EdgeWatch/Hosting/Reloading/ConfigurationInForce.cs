using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;

namespace EdgeWatch.Hosting.Reloading;

/// <summary>The config that the daemon works by, and what came of the last attempt to replace it. Safe from any thread.</summary>
/// <param name="options">The config at the start.</param>
/// <param name="file">Where it came from.</param>
/// <param name="time">The clock.</param>
internal sealed class ConfigurationInForce(EdgeWatchOptions options, string file, TimeProvider time)
{
    private volatile EdgeWatchOptions _options = options;
    private volatile ReloadOutcome? _outcome;

    /// <summary>The config file.</summary>
    public string File => file;

    /// <summary>The config; replaced as a whole.</summary>
    public EdgeWatchOptions Options => _options;

    /// <summary>What came of the last attempt; null before the first.</summary>
    public ReloadOutcome? Outcome => _outcome;

    /// <summary>What somebody should look at; null when the file is in force as it was read last.</summary>
    public Saying? Problem => _outcome switch
    {
        { Mistakes: [var only] } => new Saying("problem.config", only),
        { Mistakes: [var first, .. var others] } => new Saying("problem.config.more", first, others.Length),
        { AtNextStart: [_, ..] keys } => new Saying("problem.restart", string.Join(", ", keys)),
        _ => null,
    };

    /// <summary>The file has mistakes, and nothing has changed.</summary>
    public void Refuse(IReadOnlyList<ConfigurationMistake> mistakes) => _outcome = new ReloadOutcome(time.GetUtcNow(), [.. mistakes], []);

    /// <summary>The file is in force.</summary>
    /// <param name="next">What it says.</param>
    /// <param name="atNextStart">Keys of which the earlier value still holds.</param>
    public void Accept(EdgeWatchOptions next, string[] atNextStart)
    {
        _options = next;
        _outcome = new ReloadOutcome(time.GetUtcNow(), [], atNextStart);
    }
}

/// <summary>What came of reading the config file again.</summary>
/// <param name="At">When that was.</param>
/// <param name="Mistakes">Why nothing has changed; empty when the file is in force.</param>
/// <param name="AtNextStart">Keys that have changed and hold from the next start of the service on.</param>
internal sealed record ReloadOutcome(DateTimeOffset At, ConfigurationMistake[] Mistakes, string[] AtNextStart);

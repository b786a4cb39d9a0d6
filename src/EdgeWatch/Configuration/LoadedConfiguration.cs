using System.Diagnostics.CodeAnalysis;

namespace EdgeWatch.Configuration;

/// <summary>What came of loading a config file: options that can be used, or every mistake that was found.</summary>
public sealed class LoadedConfiguration
{
    internal LoadedConfiguration(EdgeWatchOptions options) => Options = options;

    internal LoadedConfiguration(IReadOnlyList<ConfigurationMistake> mistakes) => Mistakes = mistakes;

    /// <summary>Whether the file can be used.</summary>
    [MemberNotNullWhen(true, nameof(Options))]
    public bool IsValid => Options is not null;

    /// <summary>The options, complete with the machine's defaults and with absolute paths; null when there is any mistake.</summary>
    public EdgeWatchOptions? Options { get; }

    /// <summary>All mistakes in the order of their lines; empty when the file can be used.</summary>
    public IReadOnlyList<ConfigurationMistake> Mistakes { get; } = [];
}

using System.Diagnostics.CodeAnalysis;
using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Configuration;

/// <summary>What came of loading a config file: options that can be used, or every mistake that was found.</summary>
internal sealed class LoadedConfiguration
{
    internal LoadedConfiguration(EdgeWatchOptions options, IReadOnlyDictionary<string, YamlPosition> positions) =>
        (Options, Positions) = (options, positions);

    internal LoadedConfiguration(IReadOnlyList<ConfigurationMistake> mistakes) => Mistakes = mistakes;

    /// <summary>Whether the file can be used.</summary>
    [MemberNotNullWhen(true, nameof(Options))]
    public bool IsValid => Options is not null;

    /// <summary>The options, complete with the machine's defaults and with absolute paths; null when there is any mistake.</summary>
    public EdgeWatchOptions? Options { get; }

    /// <summary>Where each key stands that was given; what is not here holds by default.</summary>
    public IReadOnlyDictionary<string, YamlPosition> Positions { get; } = new Dictionary<string, YamlPosition>();

    /// <summary>All mistakes in the order of their lines, file by file; empty when the file can be used.</summary>
    public IReadOnlyList<ConfigurationMistake> Mistakes { get; } = [];
}

/// <summary>One mistake in a config file. Never holds a secret.</summary>
/// <param name="File">The file, as it was named to <see cref="ConfigurationFile.Load"/>.</param>
/// <param name="Line">Line of the key, from 1; 0 when the mistake is about the file as a whole.</param>
/// <param name="Column">Column of the key, from 1; 0 when the mistake is about the file as a whole.</param>
/// <param name="Key">Path of the key, for example <c>cameras[0].frames_per_second</c>; empty when there is none.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record ConfigurationMistake(string File, int Line, int Column, string Key, string Message)
{
    /// <summary><c>edgewatch.yaml:12:5: cameras[0].frames_per_second: 200 is not allowed; 1–30 frames a second (default 10)</c></summary>
    public override string ToString()
    {
        string place = Line == 0 ? File : $"{File}:{Line}:{Column}";
        return Key.Length == 0 ? $"{place}: {Message}" : $"{place}: {Key}: {Message}";
    }
}

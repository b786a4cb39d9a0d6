using System.CommandLine;

namespace EdgeWatch.Cli;

/// <summary>An option that takes paths. An empty one, mostly a variable of a script that is not set, is a wrong command line.</summary>
/// <typeparam name="T">A text, or an array of them.</typeparam>
internal sealed class PathOption<T> : Option<T>
{
    /// <summary>Names it.</summary>
    public PathOption(string name, params string[] aliases)
        : base(name, aliases) =>
        Validators.Add(result => CommonOptions.RequirePath(result, name));
}

namespace EdgeWatch.Configuration.Yaml;

/// <summary>A place in a file; both numbers start at 1.</summary>
internal readonly record struct YamlPosition(int Line, int Column)
{
    /// <summary>Stands for the file as a whole.</summary>
    public static readonly YamlPosition WholeFile;

    /// <summary>The first character.</summary>
    public static readonly YamlPosition Start = new(1, 1);
}

namespace EdgeWatch.Configuration.Yaml;

/// <summary>A YAML value that knows where it stands.</summary>
internal abstract record YamlValue(YamlPosition Position);

/// <summary>A text, number or truth value, as it was written.</summary>
internal sealed record YamlScalar(YamlPosition Position, string Text, bool IsQuoted) : YamlValue(Position)
{
    /// <summary>Nothing at all after the key, or YAML's words for it.</summary>
    public bool IsNull => !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(YamlPosition Position, IReadOnlyList<YamlValue> Items) : YamlValue(Position);

/// <summary>Keys with values, each key once.</summary>
internal sealed record YamlMapping(YamlPosition Position, IReadOnlyList<YamlEntry> Entries) : YamlValue(Position);

/// <summary>A value that a mistake has already been reported for.</summary>
internal sealed record YamlUnusable(YamlPosition Position) : YamlValue(Position);

/// <summary>One key of a mapping.</summary>
internal sealed record YamlEntry(YamlPosition Position, string Key, YamlValue Value);

/// <summary>A place in a file; both numbers start at 1, and are 0 for the file as a whole.</summary>
/// <param name="Line">Line.</param>
/// <param name="Column">Column.</param>
/// <param name="File">The file, as it was named to whoever read it.</param>
internal readonly record struct YamlPosition(int Line, int Column, string File);

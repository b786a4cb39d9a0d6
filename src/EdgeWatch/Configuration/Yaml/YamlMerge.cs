namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// Puts the files of a config together: sections key by key, lists of the top level one behind the other. A value that two files give is
/// a mistake: nobody has to know which of them would win.
/// </summary>
internal static class YamlMerge
{
    /// <summary>Puts two of them together.</summary>
    public static YamlValue Merge(YamlValue first, YamlValue second, MistakeList mistakes) => Merge(first, second, "", mistakes);

    private static YamlValue Merge(YamlValue first, YamlValue second, string path, MistakeList mistakes)
    {
        switch (first, second)
        {
            case (YamlMapping one, YamlMapping other):
                return Merge(one, other, path, mistakes);
            case (YamlSequence one, YamlSequence other) when KeyPath.Parent(path).Length == 0:
                return new YamlSequence(one.Position, [.. one.Items, .. other.Items]);
            case (YamlScalar { IsNull: true }, _):
                return second;
            case (_, YamlScalar { IsNull: true }) when path.Length == 0 || first is not YamlScalar:
                return first;
            default:
                string place = $"{first.Position.File}:{first.Position.Line}";
                mistakes.Add(second.Position, path, path.Length == 0
                    ? "expects keys and values below it"
                    : $"is given in {place} already; over all files, each key is given once");
                return first;
        }
    }

    private static YamlMapping Merge(YamlMapping first, YamlMapping second, string path, MistakeList mistakes)
    {
        List<YamlEntry> entries = [.. first.Entries];
        foreach (YamlEntry entry in second.Entries)
        {
            int known = entries.FindIndex(candidate => candidate.Key == entry.Key);
            if (known < 0)
            {
                entries.Add(entry);
            }
            else
            {
                YamlValue merged = Merge(entries[known].Value, entry.Value, KeyPath.Child(path, entry.Key), mistakes);
                entries[known] = entries[known] with { Value = merged };
            }
        }

        return new YamlMapping(first.Position, entries);
    }
}

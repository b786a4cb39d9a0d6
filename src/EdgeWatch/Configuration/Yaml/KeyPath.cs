namespace EdgeWatch.Configuration.Yaml;

/// <summary>Paths of keys as messages show them: <c>cameras[0].frames_per_second</c>.</summary>
internal static class KeyPath
{
    /// <summary>Longer keys and values are cut in messages.</summary>
    private const int MaxShownLength = 48;

    public static string Child(string path, string key) => path.Length == 0 ? Shown(key) : $"{path}.{Shown(key)}";

    public static string Item(string path, int index) => $"{path}[{index}]";

    /// <summary>The path without its last part; empty at the top.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];

    /// <summary>Text from the file, made safe for one line of a log.</summary>
    public static string Shown(string text)
    {
        string shown = text.Length > MaxShownLength ? text[..MaxShownLength] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}

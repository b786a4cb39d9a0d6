using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace EdgeWatch.Configuration;

/// <summary>The keys of an options type: its settable properties in snake_case.</summary>
internal static class OptionKeys
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, PropertyInfo>> Known = [];

    /// <summary>The keys in the order in which the type declares them.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Of(Type type) => Known.GetOrAdd(
        type,
        t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => KeyOf(p.Name)));

    /// <summary><c>FramesPerSecond</c> becomes <c>frames_per_second</c>.</summary>
    public static string KeyOf(string propertyName) => JsonNamingPolicy.SnakeCaseLower.ConvertName(propertyName);

    /// <summary>Whether values of this type are a section with keys of its own.</summary>
    public static bool IsSection(Type type) => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal);
}

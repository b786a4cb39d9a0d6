using System.Reflection;
using System.Text.Json;

namespace EdgeWatch.Configuration;

/// <summary>One key of the config: a property of an options type.</summary>
internal sealed class OptionKey(PropertyInfo property)
{
    private readonly HoldsAttribute? _holds = property.GetCustomAttribute<HoldsAttribute>();
    private readonly TakesEffectAttribute? _takesEffect = property.GetCustomAttribute<TakesEffectAttribute>();

    /// <summary>The name in the config file.</summary>
    public string Name { get; } = NameOf(property.Name);

    /// <summary>Type of the value; that of a number that may be left open is the number's.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    public bool HoldsText => Type == typeof(string) || Type == typeof(IList<string>);

    public bool SaysWhatItHolds => _holds is not null;

    /// <summary>What the text holds; nobody else may see it unless the property says otherwise.</summary>
    public TextContent Content => _holds?.Content ?? TextContent.Secret;

    /// <summary>What the property itself says of a change; null when it leaves that to its section.</summary>
    public Effect? Effect => _takesEffect?.Effect;

    public object? Get(object section) => property.GetValue(section);

    public void Set(object section, object? value) => property.SetValue(section, value);

    /// <summary><c>FramesPerSecond</c> becomes <c>frames_per_second</c>; so do the words of an enum.</summary>
    public static string NameOf(string identifier) => JsonNamingPolicy.SnakeCaseLower.ConvertName(identifier);
}

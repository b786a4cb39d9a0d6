using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Configuration.Zones;

namespace EdgeWatch.Configuration;

/// <summary>A key at its place in a config.</summary>
/// <param name="Path">For example <c>cameras[0].source</c>.</param>
/// <param name="Section">The options that have the key.</param>
/// <param name="Key">The key.</param>
internal readonly record struct PlacedKey(string Path, object Section, OptionKey Key);

/// <summary>A section of the config: an options type, whose settable properties are the keys. There is no second list of them.</summary>
internal sealed class OptionSection
{
    /// <summary>All sections. To be named here is what keeps a type's properties in a natively compiled program.</summary>
    public static readonly IReadOnlyList<OptionSection> All =
    [
        Declare<EdgeWatchOptions>(),
        Declare<MqttOptions>(),
        Declare<MqttTlsOptions>(),
        Declare<OutboxOptions>(),
        Declare<WebOptions>(),
        Declare<NodeAlertOptions>(),
        Declare<AlertOptions>(),
        Declare<SensitivityOptions>(),
        Declare<DigestOptions>(),
        Declare<LearningOptions>(),
        Declare<ClipOptions>(),
        Declare<RetentionOptions>(),
        Declare<CameraOptions>(),
        Declare<ZoneOptions>(),
        Declare<PrivacyMaskOptions>(),
        Declare<ProfileOptions>(),
        Declare<ProfileCameraOptions>(),
        Declare<ProfileZoneOptions>(),
        Declare<ScheduleOptions>(),
        Declare<QuietHoursOptions>(),
    ];

    private static readonly Dictionary<Type, OptionSection> Known = All.ToDictionary(section => section.Type);
    private static readonly Dictionary<Type, OptionSection> Listed = All.ToDictionary(section => section._listType);

    private readonly Func<object> _create;
    private readonly Type _listType;
    private readonly Func<IEnumerable<object>, object> _createList;
    private readonly Effect _effect;
    private readonly Dictionary<string, OptionKey> _byName;

    private OptionSection(
        Type type, Type listType, Func<object> create, Func<IEnumerable<object>, object> createList, IEnumerable<PropertyInfo> properties)
    {
        Type = type;
        (_listType, _create, _createList) = (listType, create, createList);
        _effect = type.GetCustomAttribute<TakesEffectAttribute>()?.Effect ?? Effect.AtNextStart;
        Keys = [.. properties.Where(p => p.CanWrite).Select(p => new OptionKey(p))];
        _byName = Keys.ToDictionary(key => key.Name);
    }

    public Type Type { get; }

    /// <summary>The keys in the order in which the type declares them.</summary>
    public IReadOnlyList<OptionKey> Keys { get; }

    /// <summary>The section that a type is, or null.</summary>
    public static OptionSection? Find(Type type) => Known.GetValueOrDefault(type);

    /// <summary>The section that each item of a list of such a type is, or null.</summary>
    public static OptionSection? FindItem(Type listType) => Listed.GetValueOrDefault(listType);

    /// <summary>The section of some options.</summary>
    public static OptionSection Of(object options) => Known[options.GetType()];

    /// <summary>The section of a type of options.</summary>
    public static OptionSection Of<T>() => Known[typeof(T)];

    /// <summary>Makes a section of a type.</summary>
    internal static OptionSection Declare<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>()
        where T : class, new() =>
        new(
            typeof(T),
            typeof(IList<T>),
            () => new T(),
            items => items.Cast<T>().ToList(),
            typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance));

    /// <summary>Options with their defaults.</summary>
    public object Create() => _create();

    /// <summary>Options with the same values; sections and lists below them are shared.</summary>
    public static T Copy<T>(T options)
        where T : class
    {
        OptionSection section = Of(options);
        object copy = section.Create();
        foreach (OptionKey key in section.Keys)
        {
            key.Set(copy, key.Get(options));
        }

        return (T)copy;
    }

    /// <summary>A list of such options.</summary>
    public object CreateList(IEnumerable<object> items) => _createList(items);

    /// <summary>What a change of one of the keys asks for.</summary>
    public Effect EffectOf(OptionKey key) => key.Effect ?? _effect;

    public OptionKey? FindKey(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The sections that have a key of this name, by their paths.</summary>
    public static IReadOnlyList<string> PlacesOf(string name) => [.. PlacesOf(name, Of<EdgeWatchOptions>(), "")];

    private static IEnumerable<string> PlacesOf(string name, OptionSection section, string path)
    {
        if (path.Length > 0 && section.FindKey(name) is not null)
        {
            yield return path;
        }

        foreach (OptionKey key in section.Keys)
        {
            OptionSection? item = FindItem(key.Type);
            if ((item ?? Find(key.Type)) is { } below)
            {
                string child = KeyPath.Child(path, key.Name) + (item is null ? "" : "[]");
                foreach (string place in PlacesOf(name, below, child))
                {
                    yield return place;
                }
            }
        }
    }

    /// <summary>All keys of some options and of the sections below them that there are.</summary>
    public static IEnumerable<PlacedKey> Walk(object options, string path = "")
    {
        foreach (OptionKey key in Of(options).Keys)
        {
            PlacedKey placed = new(KeyPath.Child(path, key.Name), options, key);
            yield return placed;
            foreach (PlacedKey below in SectionsAt(placed).SelectMany(section => Walk(section.Options, section.Path)))
            {
                yield return below;
            }
        }
    }

    private static IEnumerable<(string Path, object Options)> SectionsAt(PlacedKey placed) => placed.Key.Get(placed.Section) switch
    {
        IEnumerable<object> items when FindItem(placed.Key.Type) is not null =>
            items.Select((item, index) => (KeyPath.Item(placed.Path, index), item)),
        { } value when Find(value.GetType()) is not null => [(placed.Path, value)],
        _ => [],
    };
}

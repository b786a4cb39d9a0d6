using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Tests.Configuration;

/// <summary>
/// Writes the JSON schema of config files, by which editors complete and check: keys and types from the options, words from their doc
/// comments, ranges and defaults from the constants named after them (<c>MinPort</c>, <c>MaxPort</c>, <c>DefaultPort</c>).
/// </summary>
internal static partial class SchemaWriter
{
    /// <summary>Any value may come from the environment; then it is a text.</summary>
    private const string Environment = @"\$\{";

    private const string Duration = @"^\s*(\d+(\.\d+)?\s*(d|h|min|m|s|ms)\s*)+$|^0$|" + Environment;

    private const string TimeOfDay = @"^([01]?\d|2[0-3]):[0-5]\d$|" + Environment;

    /// <summary>Keys that an item of a list cannot do without.</summary>
    private static readonly Dictionary<Type, string[]> Required = new()
    {
        [typeof(CameraOptions)] = ["id"],
        [typeof(ZoneOptions)] = ["name", "points"],
        [typeof(PrivacyMaskOptions)] = ["points"],
        [typeof(ProfileOptions)] = ["name"],
        [typeof(ProfileCameraOptions)] = ["id"],
        [typeof(ProfileZoneOptions)] = ["name"],
        [typeof(ScheduleOptions)] = ["profile"],
    };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly XDocument Comments = XDocument.Load(
        Path.Combine(AppContext.BaseDirectory, "edgewatch.xml"));

    /// <summary>The whole schema.</summary>
    public static string Write()
    {
        JsonObject schema = new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "EdgeWatch config" };
        foreach ((string key, JsonNode? value) in Section(typeof(EdgeWatchOptions)).ToArray())
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Section(Type type) => new()
    {
        ["type"] = Required.ContainsKey(type) || type == typeof(MqttTlsOptions) ? "object" : new JsonArray("object", "null"),
        ["properties"] = new JsonObject(type.GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => KeyValuePair.Create(OptionKey.NameOf(property.Name), (JsonNode?)Key(property.DeclaringType!, property)))),
        ["required"] = new JsonArray([.. Required.GetValueOrDefault(type, []).Select(key => (JsonNode?)key)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Key(Type section, PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        JsonObject key = OptionSection.Find(type) is not null ? Section(type)
            : OptionSection.FindItem(type) is { } item ? ListOf(Section(item.Type), "array", "null")
            : type == typeof(IList<RelativePoint>) ? Corners()
            : type == typeof(IList<string>) ? ListOf(Text(), "array")
            : type == typeof(string) ? Text()
            : type == typeof(bool) ? OrEnvironment("boolean", Environment)
            : type == typeof(TimeSpan) ? Length()
            : type == typeof(TimeOnly) ? new JsonObject { ["type"] = "string", ["pattern"] = TimeOfDay }
            : type.IsEnum ? Words(type)
            : Number(section, property, type);
        key.Insert(0, "description", Describe(section, property));
        if (Constant(section, "Default" + property.Name) is { } byDefault)
        {
            key["default"] = byDefault switch
            {
                TimeSpan duration => DurationText.Format(duration),
                TimeOnly time => time.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture),
                _ => JsonSerializer.SerializeToNode(byDefault),
            };
        }

        return key;
    }

    private static JsonObject ListOf(JsonObject item, params string[] types) =>
        new() { ["type"] = new JsonArray([.. types.Select(type => (JsonNode?)type)]), ["items"] = item };

    private static JsonObject Corners()
    {
        JsonObject number = OrEnvironment("number", Environment);
        (number["minimum"], number["maximum"]) = (0, 1);
        JsonObject point = ListOf(number, "array");
        (point["minItems"], point["maxItems"]) = (2, 2);
        JsonObject points = ListOf(point, "array");
        points["minItems"] = Polygon.LeastPoints;
        return points;
    }

    private static JsonObject Words(Type type) =>
        new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode?)OptionKey.NameOf(name))]) };

    /// <summary>A length of time: zero needs no unit.</summary>
    private static JsonObject Length()
    {
        JsonObject length = OrEnvironment("number", Duration);
        length["minimum"] = 0;
        length["maximum"] = 0;
        return length;
    }

    private static JsonObject Number(Type section, PropertyInfo property, Type type)
    {
        if (Constant(section, "Allowed" + property.Name) is IEnumerable<int> allowed)
        {
            return new JsonObject { ["enum"] = new JsonArray([.. allowed.Select(number => (JsonNode?)number)]) };
        }

        JsonObject number = OrEnvironment(type == typeof(int) ? "integer" : "number", Environment);
        if (Constant(section, "Min" + property.Name) is { } least && Constant(section, "Max" + property.Name) is { } greatest)
        {
            number["minimum"] = IsZeroAllowed(property) ? 0 : JsonSerializer.SerializeToNode(least);
            number["maximum"] = JsonSerializer.SerializeToNode(greatest);
        }

        return number;
    }

    /// <summary>Zero stands for "never" beside some ranges.</summary>
    private static bool IsZeroAllowed(PropertyInfo property) => property.Name == nameof(CameraOptions.GlancesPerSecond);

    private static JsonObject Text() => new() { ["type"] = new JsonArray("string", "number") };

    private static JsonObject OrEnvironment(string type, string pattern) =>
        new() { ["type"] = new JsonArray(type, "string"), ["pattern"] = pattern };

    private static object? Constant(Type section, string name) =>
        section.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    private static string Describe(Type section, PropertyInfo property)
    {
        XElement member = Comments.Descendants("member").Single(
            member => member.Attribute("name")!.Value == $"P:{section.FullName}.{property.Name}");
        XElement summary = member.Element("summary")!;
        foreach (XElement reference in summary.Descendants("see").ToArray())
        {
            reference.ReplaceWith(OptionKey.NameOf(reference.Attribute("cref")!.Value.Split('.')[^1]));
        }

        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

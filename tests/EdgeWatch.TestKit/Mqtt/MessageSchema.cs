using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// Checks JSON against one of the product's schemas: the part of JSON Schema (2020-12) that these use. A keyword that it does not
/// know is an error, so that no schema promises what nobody checks.
/// </summary>
public sealed class MessageSchema
{
    private readonly JsonElement _schema;

    private MessageSchema(JsonElement schema) => _schema = schema;

    /// <summary>Reads <c>src/EdgeWatch/Mqtt/Schemas/&lt;name&gt;.schema.json</c>.</summary>
    public static MessageSchema Load(string name)
    {
        string path = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Mqtt", "Schemas", $"{name}.schema.json");
        return Parse(File.ReadAllText(path));
    }

    /// <summary>Takes a schema as text.</summary>
    public static MessageSchema Parse(string schema) => new(JsonDocument.Parse(schema).RootElement);

    /// <summary>What is wrong with a message, each with its path; nothing when it is valid.</summary>
    public IReadOnlyList<string> Check(string json)
    {
        List<string> errors = [];
        using JsonDocument document = JsonDocument.Parse(json);
        Check(_schema, document.RootElement, "$", errors);
        return errors;
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (!IsKept(keyword, schema, value, path, errors))
            {
                errors.Add($"{path}: {value} is against {keyword.Name} {keyword.Value}");
            }
        }
    }

    private static bool IsKept(JsonProperty keyword, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        JsonElement rule = keyword.Value;
        return keyword.Name switch
        {
            "$schema" or "title" or "description" or "default" => true,
            "type" =>
                rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(type => HasType(value, type)) : HasType(value, rule),
            "enum" => rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
            "const" => JsonElement.DeepEquals(rule, value),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
            "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
            "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
            "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
            "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!),
            "format" => value.ValueKind != JsonValueKind.String || IsOfFormat(value.GetString()!, rule.GetString()!),
            "required" =>
                value.ValueKind != JsonValueKind.Object
                || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "additionalProperties" => value.ValueKind != JsonValueKind.Object || CheckOthers(rule, schema, value, path, errors),
            "properties" => value.ValueKind != JsonValueKind.Object || CheckProperties(rule, value, path, errors),
            "items" => value.ValueKind != JsonValueKind.Array || CheckItems(rule, value, path, errors),
            _ => throw new NotSupportedException($"{path}: the schema's keyword {keyword.Name} is not known here"),
        };
    }

    private static bool CheckProperties(JsonElement properties, JsonElement value, string path, List<string> errors)
    {
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            if (value.TryGetProperty(property.Name, out JsonElement part))
            {
                Check(property.Value, part, $"{path}.{property.Name}", errors);
            }
        }

        return true;
    }

    /// <summary>Properties that are not listed: allowed, forbidden, or held against a schema of their own.</summary>
    private static bool CheckOthers(JsonElement rule, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        bool hasList = schema.TryGetProperty("properties", out JsonElement listed);
        JsonProperty[] others = [.. value.EnumerateObject().Where(property => !hasList || !listed.TryGetProperty(property.Name, out _))];
        if (rule.ValueKind != JsonValueKind.Object)
        {
            return rule.GetBoolean() || others.Length == 0;
        }

        foreach (JsonProperty other in others)
        {
            Check(rule, other.Value, $"{path}.{other.Name}", errors);
        }

        return true;
    }

    private static bool CheckItems(JsonElement items, JsonElement value, string path, List<string> errors)
    {
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            Check(items, item, $"{path}[{index++}]", errors);
        }

        return true;
    }

    private static bool HasType(JsonElement value, JsonElement type) => type.GetString() switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"type {type} is not known here"),
    };

    /// <summary>Stricter than RFC 3339: the contract wants UTC with milliseconds.</summary>
    private static bool IsOfFormat(string text, string format) => format == "date-time"
        ? DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        : throw new NotSupportedException($"format {format} is not known here");
}

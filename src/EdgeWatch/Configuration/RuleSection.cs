using System.Globalization;

namespace EdgeWatch.Configuration;

/// <summary>Collects the violations of one part of the config and knows the path of its keys.</summary>
internal readonly struct RuleSection(string path, List<RuleViolation> violations)
{
    /// <summary>Violations of the whole config so far.</summary>
    public int Count => violations.Count;

    public RuleSection Child(string key) => new(Path(key), violations);

    public RuleSection Child(string key, int index) => new($"{Path(key)}[{index}]", violations);

    public string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void Add(string key, string message, string? otherKey = null) =>
        violations.Add(new RuleViolation(Path(key), message, otherKey is null ? null : Path(otherKey)));

    /// <summary>Returns whether the value is in its range; null always is.</summary>
    public bool Range(string key, double? value, double min, double max, string unit, double byDefault)
    {
        // NaN fails both comparisons, so the range is stated as what is allowed.
        if (value is not { } number || (number >= min && number <= max))
        {
            return true;
        }

        string spacedUnit = unit.Length == 0 ? "" : $" {unit}";
        Add(key, string.Create(CultureInfo.InvariantCulture, $"{number} is not allowed; {min}–{max}{spacedUnit} (default {byDefault})"));
        return false;
    }

    public void Range(string key, TimeSpan? value, TimeSpan min, TimeSpan max, TimeSpan byDefault)
    {
        if (value is { } duration && (duration < min || duration > max))
        {
            string allowed = $"{DurationText.Format(min)}–{DurationText.Format(max)} (default {DurationText.Format(byDefault)})";
            Add(key, $"{DurationText.Format(duration)} is not allowed; {allowed}");
        }
    }

    public void Name(string key, string value, int maxLength)
    {
        if (value.Length > maxLength)
        {
            Add(key, $"has {value.Length} characters; at most {maxLength} are allowed");
        }
        else if (!value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-'))
        {
            Add(key, "has a character that is not allowed; a–z, 0–9, _ and - are");
        }
    }
}

/// <summary>A rule that the options break.</summary>
/// <param name="Key">Path of the key, for example <c>cameras[0].frames_per_second</c>.</param>
/// <param name="Message">What is wrong and what is allowed. Never holds a secret.</param>
/// <param name="OtherKey">For a rule about two keys, the path of the other one.</param>
internal sealed record RuleViolation(string Key, string Message, string? OtherKey = null);

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace EdgeWatch.Core.Languages;

/// <summary>The languages that people may choose, by their codes of ISO 639-1.</summary>
public enum LanguageCode
{
    /// <summary>English.</summary>
    En,

    /// <summary>German.</summary>
    De,
}

/// <summary>
/// What people read, in one language: all its texts, and how it writes numbers, days and ordinals. A language is a file beside this one,
/// a <see cref="LanguageCode"/> and an entry in <see cref="All"/>; its texts have the keys and the placeholders of the English ones. No
/// text judges a person. The program is compiled without the data of cultures, so that a language brings its own.
/// </summary>
public sealed class Language
{
    /// <summary>English, which the log and the command line speak.</summary>
    public static Language English { get; } = Languages.English.Create();

    /// <summary>German.</summary>
    public static Language German { get; } = Languages.German.Create();

    /// <summary>All of them.</summary>
    public static ImmutableArray<Language> All { get; } = [English, German];

    /// <summary>Which it is.</summary>
    public required LanguageCode Code { get; init; }

    /// <summary>Its tag by BCP 47: <c>en</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>How it writes numbers in texts.</summary>
    public required NumberFormatInfo Numbers { get; init; }

    /// <summary>The days of the week, from Sunday on.</summary>
    public required ImmutableArray<string> Days { get; init; }

    /// <summary>The months.</summary>
    public required ImmutableArray<string> Months { get; init; }

    /// <summary>The number of one in a row as <c>repeat.said</c> takes it in: "third".</summary>
    public required Func<int, string> Ordinal { get; init; }

    /// <summary>The texts by their keys, with places for values as <see cref="string.Format(string, object?[])"/> knows them.</summary>
    public required FrozenDictionary<string, string> Texts { get; init; }

    /// <summary>The language of a code.</summary>
    public static Language Of(LanguageCode code) => All.First(language => language.Code == code);

    /// <summary>The language of a tag; null where there is none.</summary>
    public static Language? Find(string tag) => All.FirstOrDefault(language => language.Tag == tag);

    /// <summary>A text with values in it.</summary>
    /// <param name="key">One that there is.</param>
    /// <param name="values">What its placeholders stand for.</param>
    public string Say(string key, params object?[] values) => string.Format(Numbers, Texts[key], values);

    /// <summary>A text without values; null where there is none of that key.</summary>
    public string? TryText(string key) => Texts.GetValueOrDefault(key);
}

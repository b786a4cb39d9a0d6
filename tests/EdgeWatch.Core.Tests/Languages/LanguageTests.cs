using System.Text.RegularExpressions;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.View;

namespace EdgeWatch.Core.Tests.Languages;

/// <summary>
/// What a language needs: its code, its entry in <see cref="Language.All"/>, and every text of the English one with the same placeholders.
/// That every text is used, and is there for whatever uses it, is held by the tests of the program.
/// </summary>
public sealed partial class LanguageTests
{
    /// <summary>EdgeWatch says what is unusual; what to think of somebody is not its to say.</summary>
    private static readonly string[] Judging =
    [
        "suspicious", "suspect", "intruder", "burglar", "thief", "criminal", "stranger", "danger", "threat", "loiter",
        "verdächtig", "eindringling", "einbrecher", "dieb", "verbrech", "fremde", "gefähr", "bedroh", "lunger",
    ];

    public static TheoryData<LanguageCode> Codes => [.. Enum.GetValues<LanguageCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_a_language_with_a_tag_of_its_own(LanguageCode code)
    {
        Language language = Language.Of(code);

        Assert.Equal(code.ToString(), language.Tag, ignoreCase: true);
        Assert.Same(language, Language.Find(language.Tag));
        Assert.Equal((7, 12), (language.Days.Distinct().Count(), language.Months.Distinct().Count()));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_language_has_the_texts_of_the_English_one_with_the_same_placeholders(LanguageCode code)
    {
        Language language = Language.Of(code);

        Assert.Equal(Language.English.Texts.Keys.Order(), language.Texts.Keys.Order());
        Assert.All(language.Texts, text =>
        {
            Assert.Equal((text.Key, PlaceholdersIn(Language.English.Texts[text.Key])), (text.Key, PlaceholdersIn(text.Value)));
            Assert.Equal((text.Key, text.Value.Trim()), (text.Key, text.Value));
            Assert.NotEmpty(text.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_text_judges_a_person(LanguageCode code) => Assert.All(
        Language.Of(code).Texts,
        text => Assert.DoesNotContain(Judging, word => text.Value.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_fault_of_the_view_has_words(LanguageCode code) => Assert.All(
        ViewFaults.All,
        fault => Assert.Contains($"reason.view.{ViewFaults.NameOf(fault)}", Language.Of(code).Texts.Keys));

    [Fact]
    public void German_writes_numbers_with_a_comma() => Assert.Equal(
        "bewegt sich 3,1-mal so schnell wie hier üblich", new Reason(SpeedNormality.Kind, null, 3.14, 1).In(Language.German));

    [Theory]
    [InlineData(1, "2026-03-01T08:05Z", "zum zweiten Mal in dieser Woche, zuletzt heute um 9:05")]
    [InlineData(2, "2026-02-24T16:40Z", "zum dritten Mal in dieser Woche, zuletzt am Dienstag um 17:40")]
    [InlineData(20, "2026-02-24T16:40Z", "zum 21. Mal in dieser Woche, zuletzt am Dienstag um 17:40")]
    public void German_says_how_often_the_like_was_seen(int times, string last, string expected)
    {
        DateTimeOffset now = DateTimeOffset.Parse("2026-03-01T12:00Z", System.Globalization.CultureInfo.InvariantCulture);
        SeenBefore seen = new(times, now.AddDays(-6), DateTimeOffset.Parse(last, System.Globalization.CultureInfo.InvariantCulture));
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal($"fehlt, {expected}", ReasonWriter.WithRepeats(Language.German, "fehlt", seen, now, berlin));
    }

    [Fact]
    public void What_a_language_has_no_words_for_is_told_by_its_kind()
    {
        Assert.Equal("die Kamera sieht nicht, was sie sonst sieht", ReasonWriter.Put(Language.German, "view", "upside_down", null));
        Assert.Equal("fehlt, wo es sonst immer ist", ReasonWriter.Put(Language.German, "absence", null, 3));
        Assert.Null(ReasonWriter.Put(Language.German, "smell", null, null));
    }

    private static string PlaceholdersIn(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}

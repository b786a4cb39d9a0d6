namespace EdgeWatch.Core.Languages;

/// <summary>Something to be said, in whatever language who reads it wants.</summary>
/// <param name="Key">Key of the text.</param>
/// <param name="Values">What its placeholders stand for.</param>
public sealed record Saying(string Key, params object?[] Values)
{
    /// <summary>In a language.</summary>
    public string In(Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.Say(Key, Values);
    }
}

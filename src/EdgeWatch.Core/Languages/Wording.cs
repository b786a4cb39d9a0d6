namespace EdgeWatch.Core.Languages;

/// <summary>How things are put to people.</summary>
/// <param name="Language">In which language.</param>
/// <param name="Zone">Where the clock on the wall hangs.</param>
public sealed record Wording(Language Language, TimeZoneInfo Zone);

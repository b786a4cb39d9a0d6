using EdgeWatch.Core.Languages;

namespace EdgeWatch.Capture;

/// <summary>Puts into words why a source gives no pictures, and what to do about it.</summary>
public static class CaptureAdvice
{
    /// <summary>The reason in a language.</summary>
    /// <param name="reason">That of a <see cref="CameraStatus"/>; one that the language does not know stays as it is.</param>
    /// <param name="language">The language.</param>
    public static string Words(string reason, Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.TryText(KeyOf(reason)) ?? reason;
    }

    /// <summary>What to do, as the rest of a sentence that the reason begins; empty where the reason says it all.</summary>
    /// <param name="reason">One of <see cref="CaptureFailure"/>; of other reasons nothing is known.</param>
    /// <param name="language">The language.</param>
    public static string Of(string reason, Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.TryText($"{KeyOf(reason)}.hint") ?? "";
    }

    /// <summary>The reason, what to do, and what was found, in that order, as the log and the command line say it.</summary>
    public static string Tell(string reason, string detail)
    {
        string advice = Of(reason, Language.English);
        string told = advice.Length > 0 ? $"{reason}: {advice}" : reason;
        return detail == reason || detail.Length == 0 ? told : $"{told} ({detail})";
    }

    private static string KeyOf(string reason) => $"camera.{reason}";
}

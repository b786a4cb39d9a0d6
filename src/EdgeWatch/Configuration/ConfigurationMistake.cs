namespace EdgeWatch.Configuration;

/// <summary>One mistake in a config file. Never holds a secret.</summary>
/// <param name="File">The file, as it was named to <see cref="ConfigurationFile.Load"/>.</param>
/// <param name="Line">Line of the key, from 1; 0 when the mistake is about the file as a whole.</param>
/// <param name="Column">Column of the key, from 1; 0 when the mistake is about the file as a whole.</param>
/// <param name="Key">Path of the key, for example <c>cameras[0].frames_per_second</c>; empty when there is none.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ConfigurationMistake(string File, int Line, int Column, string Key, string Message)
{
    /// <summary><c>edgewatch.yaml:12:5: cameras[0].frames_per_second: 200 is not allowed; 1–30 frames a second (default 10)</c></summary>
    public override string ToString()
    {
        string place = Line == 0 ? File : $"{File}:{Line}:{Column}";
        return Key.Length == 0 ? $"{place}: {Message}" : $"{place}: {Key}: {Message}";
    }
}

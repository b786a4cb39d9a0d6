using EdgeWatch.Configuration;

namespace EdgeWatch.Capture;

/// <summary>User name and password of a source; both may be empty.</summary>
internal sealed record Credentials(string Username, string Password)
{
    /// <summary>No credentials at all.</summary>
    public static readonly Credentials None = new("", "");

    /// <summary>Whether there is nothing to hand over.</summary>
    public bool IsEmpty => Username.Length == 0 && Password.Length == 0;

    /// <summary>Reads the password file anew, so that a changed password counts from the next start of the camera.</summary>
    /// <exception cref="CaptureException">The password file cannot be read.</exception>
    public static Credentials Of(CameraOptions options)
    {
        if (options.PasswordFile.Length == 0)
        {
            return options.Username.Length == 0 ? None : new Credentials(options.Username, "");
        }

        try
        {
            using StreamReader reader = File.OpenText(options.PasswordFile);
            return new Credentials(options.Username, reader.ReadLine() ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(CaptureFailure.PasswordFile, $"password file {options.PasswordFile}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Puts the credentials, percent-encoded, into <paramref name="url"/> in place of those it may have; if there are any.
    /// </summary>
    public string InsertInto(string url)
    {
        if (IsEmpty)
        {
            return url;
        }

        int authority = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        int path = url.AsSpan(authority).IndexOfAny('/', '?', '#');
        ReadOnlySpan<char> host = path < 0 ? url.AsSpan(authority) : url.AsSpan(authority, path);
        int hostStart = authority + host.LastIndexOf('@') + 1;
        return $"{url[..authority]}{Uri.EscapeDataString(Username)}:{Uri.EscapeDataString(Password)}@{url[hostStart..]}";
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => IsEmpty ? "none" : $"{Username}:***";
}

namespace EdgeWatch.Configuration;

/// <summary>Host names and addresses as people write them. Wherever a key holds a host, it is read here.</summary>
internal static class HostText
{
    /// <summary>
    /// What is wrong with it; null when nothing is. It may hold a password (<c>user:secret@host</c>), so it is not repeated.
    /// </summary>
    public static string? FindFault(string host)
    {
        if (host.Length == 0)
        {
            return "is empty; a host name or an address is required";
        }

        if (host.Contains('@', StringComparison.Ordinal))
        {
            return "credentials do not belong here; use username and password_file";
        }

        string bare = WithoutBrackets(host);
        bool isAddress = Uri.CheckHostName(bare.Split('%', 2)[0]) is UriHostNameType.IPv6;
        bool hasPort = !isAddress && bare.Contains(':', StringComparison.Ordinal);
        return hasPort || bare.AsSpan().ContainsAny('/', '[', ']') || host.Any(char.IsWhiteSpace)
            ? "is not a host name or an address; the port goes into port, encryption into tls"
            : null;
    }

    /// <summary>As a socket takes it: an IPv6 address without the brackets that it has in a URL.</summary>
    public static string WithoutBrackets(string host) =>
        host is ['[', .. var inner, ']'] && inner.Contains(':', StringComparison.Ordinal) ? inner : host;
}

namespace EdgeWatch.Configuration;

/// <summary>
/// What a text of the config holds. It decides what others may see of it, on the retained topic <c>info</c> above all, and whether it is
/// a path.
/// </summary>
internal enum TextContent
{
    /// <summary>Something that nobody else may see. A key that does not say what it holds is taken for this.</summary>
    Secret,

    /// <summary>Something that everybody may see.</summary>
    Public,

    /// <summary>A host name or an address, which everybody may see; see <see cref="HostText"/>.</summary>
    Host,

    /// <summary>A URL, of which everybody may see what is in front of the query, or else a <see cref="Path"/>.</summary>
    UrlOrPath,

    /// <summary>A program's arguments, as a list: everybody may see the first; the others may be passwords.</summary>
    Arguments,

    /// <summary>A path that everybody may see; a relative one starts at the folder of the config file.</summary>
    Path,

    /// <summary>A <see cref="Path"/> of a file that must be there, readable and not empty.</summary>
    File,

    /// <summary>A <see cref="Path"/> of a file that must be there and whose first line is a password.</summary>
    PasswordFile,
}

/// <summary>Says what the text, or the list of texts, of a key holds. Every such key needs one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(TextContent content) : Attribute
{
    public TextContent Content => content;
}

using System.Text;

namespace EdgeWatch.TestKit.Capture;

/// <summary>Ways in which HTTP cameras send pictures.</summary>
public enum MjpegDialect
{
    /// <summary>Parts with type and length.</summary>
    Textbook,

    /// <summary>The boundary stands in quotation marks.</summary>
    QuotedBoundary,

    /// <summary>Lines end with a line feed alone.</summary>
    LineFeeds,

    /// <summary>The first part comes without a boundary before it.</summary>
    NoFirstBoundary,

    /// <summary>Parts have no length.</summary>
    NoLength,

    /// <summary>Parts have neither a length nor a line break at their end.</summary>
    NoLengthNoBreak,

    /// <summary>The length is less than that of the picture.</summary>
    WrongLength,

    /// <summary>Parts have another type than image/jpeg.</summary>
    OtherPartType,

    /// <summary>Parts have no type.</summary>
    NoPartType,

    /// <summary>The length stands before the type, both in small letters.</summary>
    OtherOrder,

    /// <summary>Pictures one after another and nothing else.</summary>
    Raw,

    /// <summary>The same, without a type.</summary>
    RawNoType,

    /// <summary>Pictures with some zeros after each.</summary>
    RawPadded,

    /// <summary>One picture, and the connection stays open for further requests.</summary>
    Still,

    /// <summary>One picture without a length; it ends with the connection.</summary>
    StillUntilClose,

    /// <summary>One picture that is called something else.</summary>
    StillOtherType,

    /// <summary>A page for people.</summary>
    Page,
}

/// <summary>What a <see cref="MjpegDialect"/> puts around pictures.</summary>
internal static class MjpegDialectBytes
{
    private const string Title = "Login: Camera 7";

    public static byte[]? WholeAnswer(this MjpegDialect dialect, byte[] picture) => dialect switch
    {
        MjpegDialect.Still => Whole("Content-Type: image/jpeg\r\nContent-Length: " + picture.Length, picture),
        MjpegDialect.StillUntilClose => Whole("Content-Type: image/jpeg\r\nConnection: close", picture),
        MjpegDialect.StillOtherType => Whole("Content-Type: application/octet-stream\r\nConnection: close", picture),
        MjpegDialect.Page => Whole(
            "Content-Type: text/html\r\nConnection: close",
            Encoding.ASCII.GetBytes($"<!DOCTYPE html><html><head><title>{Title}</title></head><body>user</body></html>")),
        _ => null,
    };

    public static string Head(this MjpegDialect dialect, string boundary) => "HTTP/1.1 200 OK\r\n" + dialect switch
    {
        MjpegDialect.Raw or MjpegDialect.RawPadded => "Content-Type: video/x-motion-jpeg\r\n\r\n",
        MjpegDialect.RawNoType => "Connection: close\r\n\r\n",
        MjpegDialect.QuotedBoundary => $"Content-Type: multipart/x-mixed-replace;boundary=\"{boundary}\"\r\n\r\n",
        _ => $"Content-Type: multipart/x-mixed-replace; boundary={boundary}\r\n\r\n",
    };

    public static string Before(this MjpegDialect dialect, string boundary, int length, bool isFirst)
    {
        string part = $"--{boundary}\r\nContent-Type: image/jpeg\r\n";
        return dialect switch
        {
            MjpegDialect.Raw or MjpegDialect.RawNoType or MjpegDialect.RawPadded => "",
            MjpegDialect.LineFeeds => $"--{boundary}\nContent-Type: image/jpeg\nContent-Length: {length}\n\n",
            MjpegDialect.NoFirstBoundary when isFirst => $"Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n",
            MjpegDialect.NoLength or MjpegDialect.NoLengthNoBreak => part + "\r\n",
            MjpegDialect.WrongLength => part + $"Content-Length: {length - 100}\r\n\r\n",
            MjpegDialect.OtherPartType => $"--{boundary}\r\nContent-Type: image/jpg\r\nContent-Length: {length}\r\n\r\n",
            MjpegDialect.NoPartType => $"--{boundary}\r\nContent-Length: {length}\r\n\r\n",
            MjpegDialect.OtherOrder => $"--{boundary}\r\ncontent-length:{length}\r\ncontent-type:image/jpeg\r\n\r\n",
            _ => part + $"Content-Length: {length}\r\n\r\n",
        };
    }

    public static string After(this MjpegDialect dialect) => dialect switch
    {
        MjpegDialect.Raw or MjpegDialect.RawNoType or MjpegDialect.NoLengthNoBreak => "",
        MjpegDialect.RawPadded => "\0\0\0\0",
        MjpegDialect.LineFeeds => "\n",
        _ => "\r\n",
    };

    private static byte[] Whole(string head, byte[] body) => [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{head}\r\n\r\n"), .. body];
}

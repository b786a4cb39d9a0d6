namespace EdgeWatch.Capture;

/// <summary>What a camera's pictures come from.</summary>
internal enum SourceKind
{
    /// <summary>A program that writes yuv4mpeg itself.</summary>
    Command,

    /// <summary>An <c>rtsp://</c> or <c>rtsps://</c> URL.</summary>
    Rtsp,

    /// <summary>An <c>http://</c> or <c>https://</c> URL, Motion JPEG as a rule.</summary>
    Http,

    /// <summary>A V4L2 device.</summary>
    Device,

    /// <summary>A video file.</summary>
    File,

    /// <summary>Numbered pictures: <c>/data/%04d.jpg</c>.</summary>
    Sequence,

    /// <summary>All pictures of one type in a folder, by name.</summary>
    Folder,
}

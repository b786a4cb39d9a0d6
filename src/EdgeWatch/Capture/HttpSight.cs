namespace EdgeWatch.Capture;

/// <summary>What an HTTP address turned out to show.</summary>
internal enum HttpSight
{
    /// <summary>Nothing that needs our help: ffmpeg finds out.</summary>
    ForFfmpeg,

    /// <summary>JPEG files one after another, in a wrapping that ffmpeg does not understand.</summary>
    JpegStream,

    /// <summary>One JPEG file: to be asked for again and again.</summary>
    Jpeg,

    /// <summary>One PNG file.</summary>
    Png,

    /// <summary>A page or another text.</summary>
    WebPage,
}

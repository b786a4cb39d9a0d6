using EdgeWatch.Configuration;

namespace EdgeWatch.Capture;

/// <summary>A camera's source after a look at what it names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Location">URL, absolute path, sequence pattern or glob, in the form in which ffmpeg wants it.</param>
/// <param name="StartNumber">First number of a <see cref="SourceKind.Sequence"/>.</param>
/// <param name="Codec">
/// ffmpeg's name for the pictures of a <see cref="SourceKind.Folder"/>: it
/// tells some by their extension only, and cannot where that is a pattern.
/// </param>
/// <param name="Sight">What an address of the kind <see cref="SourceKind.Http"/> shows.</param>
internal sealed record CaptureSource(
    SourceKind Kind, string Location, int StartNumber = 0, string Codec = "", HttpSight Sight = HttpSight.ForFfmpeg)
{
    /// <summary>Picture types that a folder may hold, with their codecs.</summary>
    private static readonly Dictionary<string, string> PictureCodecs = new()
    {
        ["jpg"] = "mjpeg",
        ["jpeg"] = "mjpeg",
        ["png"] = "png",
        ["bmp"] = "bmp",
        ["tif"] = "tiff",
        ["tiff"] = "tiff",
        ["pgm"] = "pgm",
    };

    /// <summary>Whether it has an end, so that <see cref="CameraOptions.Playback"/> and <see cref="CameraOptions.Speed"/> apply.</summary>
    public bool IsPlayback => Kind is SourceKind.File or SourceKind.Sequence or SourceKind.Folder;

    /// <summary>Whether we ask the camera ourselves and ffmpeg reads its standard input.</summary>
    public bool IsFed => Sight is HttpSight.JpegStream or HttpSight.Jpeg or HttpSight.Png;

    /// <summary>Finds out what <paramref name="options"/> name; looks into the file system, not at the network.</summary>
    /// <exception cref="CaptureException">Unknown URL scheme, a folder or sequence without pictures.</exception>
    public static CaptureSource Of(CameraOptions options)
    {
        string source = options.Source;
        if (options.Command.Count > 0)
        {
            return new CaptureSource(SourceKind.Command, options.Command[0]);
        }

        int scheme = source.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            return OfUrl(source, source[..scheme]);
        }

        if (source.StartsWith("/dev/video", StringComparison.Ordinal))
        {
            return new CaptureSource(SourceKind.Device, source);
        }

        // An absolute path is never taken for a protocol ("a:b.mp4") by ffmpeg.
        string path = Path.GetFullPath(source);
        return Directory.Exists(path) ? OfFolder(path)
            : !File.Exists(path) && SequencePattern.TryParse(path, out SequencePattern? pattern) ? OfSequence(pattern)
            : new CaptureSource(SourceKind.File, path);
    }

    private static CaptureSource OfUrl(string url, string scheme) => scheme.ToUpperInvariant() switch
    {
        "RTSP" or "RTSPS" => new CaptureSource(SourceKind.Rtsp, url),
        "HTTP" or "HTTPS" => new CaptureSource(SourceKind.Http, url),
        _ => throw new CaptureException(CaptureFailure.UnsupportedSource, $"unsupported URL scheme {scheme} (rtsp, rtsps, http, https)"),
    };

    private static CaptureSource OfSequence(SequencePattern pattern)
    {
        int? first = pattern.FirstNumber(FilesIn(pattern.Folder));
        return first is { } number
            ? new CaptureSource(SourceKind.Sequence, pattern.ForFfmpeg, number)
            : throw new CaptureException(CaptureFailure.NotFound, $"no picture matches {pattern.Folder}/{pattern.Name}");
    }

    private static CaptureSource OfFolder(string folder)
    {
        string type = FilesIn(folder)
            .Select(file => Path.GetExtension(file).TrimStart('.').ToLowerInvariant())
            .Where(PictureCodecs.ContainsKey)
            .GroupBy(extension => extension)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key
            ?? throw new CaptureException(CaptureFailure.NotFound, $"no pictures ({string.Join(", ", PictureCodecs.Keys)}) in {folder}");
        string anyCase = string.Concat(type.Select(letter => $"[{letter}{char.ToUpperInvariant(letter)}]"));
        return new CaptureSource(SourceKind.Folder, $"{EscapeGlob(folder)}/*.{anyCase}", Codec: PictureCodecs[type]);
    }

    private static string EscapeGlob(string path) =>
        string.Concat(path.Select(letter => @"\*?[]{}".Contains(letter) ? $@"\{letter}" : $"{letter}"));

    private static List<string> FilesIn(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(CaptureFailure.NotFound, e.Message, e);
        }
    }
}

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

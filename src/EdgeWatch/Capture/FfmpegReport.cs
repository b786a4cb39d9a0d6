using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>
/// Reads along in what ffmpeg writes to its standard error at the level "verbose", for what nobody else tells: the kind of source, and that
/// the picture changes in flight or is damaged. Written by one thread, read by others.
/// </summary>
internal sealed partial class FfmpegReport
{
    /// <summary>What ffmpeg says of a picture that it has decoded with parts missing.</summary>
    private const string Damaged = "corrupt decoded frame";

    /// <summary>What ffmpeg says when it has opened its input and its outputs.</summary>
    private const string Mapping = "Stream mapping:";

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PictureShape? _first;
    private PictureShape? _other;
    private string _format = "";
    private bool _isLastKept = true;
    private bool _offersOther;
    private bool _offersVideo;
    private long _damagedPictures;

    /// <summary>Called once, when the picture has become another one than it was at the beginning.</summary>
    public Action? PictureChanged { get; set; }

    /// <summary>What the pictures were like at the beginning; null before the first.</summary>
    public PictureShape? First => Volatile.Read(ref _first);

    /// <summary>What they were like when they were no longer so; null while they are.</summary>
    public PictureShape? Other => Volatile.Read(ref _other);

    /// <summary>ffmpeg's name of the kind of source, such as <c>rtsp</c> or <c>tty</c>; empty before it is known.</summary>
    public string Format => Volatile.Read(ref _format);

    /// <summary>Completes when ffmpeg has opened its source.</summary>
    public Task Opened => _opened.Task;

    /// <summary>ffmpeg's name of what the source's first sound is encoded in; null for none. Known when it is
    /// <see cref="Opened"/>.</summary>
    public string? Sound { get; private set; }

    /// <summary>Pictures that were decoded with parts missing.</summary>
    public long DamagedPictures => Interlocked.Read(ref _damagedPictures);

    /// <summary>
    /// Whether an RTSP camera offers something, but no video. ffmpeg then asks it to play nothing, and each make declines that in its own
    /// way.
    /// </summary>
    public bool OffersNoVideo => Volatile.Read(ref _offersOther) && !Volatile.Read(ref _offersVideo);

    /// <summary>Takes a line in.</summary>
    /// <returns>
    /// What is worth keeping of it: warnings and errors without their level, and the lines of programs that are not ffmpeg. Else null.
    /// </returns>
    public string? Take(string line)
    {
        Match match = Level().Match(line);
        if (!match.Success)
        {
            // Goes on with the line before, if ffmpeg wrote that.
            return _isLastKept ? line : LearnOffer(line);
        }

        string said = $"{match.Groups["origin"].Value}{line[match.Length..]}";
        _isLastKept = match.Groups["level"].Value is not ("info" or "verbose" or "debug" or "trace");
        if (_isLastKept)
        {
            if (said.Contains(Damaged, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _damagedPictures);
            }

            return said;
        }

        Learn(said);
        return null;
    }

    /// <summary>Looks for the media of a session description.</summary>
    private string? LearnOffer(string line)
    {
        if (line.StartsWith("m=video", StringComparison.Ordinal))
        {
            Volatile.Write(ref _offersVideo, true);
        }
        else if (line.StartsWith("m=", StringComparison.Ordinal))
        {
            Volatile.Write(ref _offersOther, true);
        }

        return null;
    }

    private void Learn(string said)
    {
        if (Input().Match(said) is { Success: true } input)
        {
            Volatile.Write(ref _format, input.Groups["format"].Value);
        }
        else if (SoundOfInput().Match(said) is { Success: true } sound)
        {
            Sound ??= sound.Groups["codec"].Value;
        }
        else if (said.StartsWith(Mapping, StringComparison.Ordinal))
        {
            _opened.TrySetResult();
        }
        else if (PictureShape.Of(said) is { } shape)
        {
            Learn(shape);
        }
    }

    private void Learn(PictureShape shape)
    {
        if (First is null)
        {
            Volatile.Write(ref _first, shape);
        }
        else if (shape != First && Other is null)
        {
            Volatile.Write(ref _other, shape);
            PictureChanged?.Invoke();
        }
    }

    [GeneratedRegex(
        @"^(?<origin>(?:\[[^\]]* @ (?:0x)?[0-9a-f]+\] )*)\[(?<level>panic|fatal|error|warning|info|verbose|debug|trace)\] ?")]
    private static partial Regex Level();

    [GeneratedRegex(@"^ *Stream #0:[0-9]+[^:]*: Audio: (?<codec>[a-z0-9_]+)")]
    private static partial Regex SoundOfInput();

    [GeneratedRegex(@"^Input #0, (?<format>[^ ]+), from ")]
    private static partial Regex Input();
}

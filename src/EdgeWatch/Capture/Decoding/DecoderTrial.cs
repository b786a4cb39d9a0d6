using EdgeWatch.Configuration;

namespace EdgeWatch.Capture.Decoding;

/// <summary>
/// Decides what decodes a camera. Where the config leaves it open, hardware is tried first; if no picture comes, software is tried at once,
/// and only if that gives pictures the hardware is at fault and given up until the program starts again. Else it is the camera, and
/// hardware gets its next chance. For one caller; <see cref="Words"/> from any thread.
/// </summary>
/// <param name="choice">What the config says.</param>
/// <param name="device">Which device, as the config says; empty for the usual one.</param>
/// <param name="isThere">Whether a device file is there.</param>
internal sealed class DecoderTrial(VideoDecoder choice, string device, Func<string, bool> isThere)
{
    /// <summary>Decoding on the processor, in the words of the config.</summary>
    private const string Software = "software";

    private readonly HardwareDecoder? _hardware = HardwareDecoder.Of(choice, device, isThere);
    private string? _doubt;
    private bool _isGivenUp;
    private volatile string _words = Software;

    /// <summary>What the next session is to use; null: software.</summary>
    public HardwareDecoder? Next => _doubt is not null ? null : _hardware;

    /// <summary>What decodes now; and, where hardware was given up, why.</summary>
    public string Words => _words;

    /// <summary>The first picture of a session has come.</summary>
    /// <returns>Why hardware is given up, if that has just been decided; else null.</returns>
    public string? Succeed()
    {
        string? news = _doubt is not null && !_isGivenUp ? $"{_hardware!.Name} gave no picture ({_doubt})" : null;
        _isGivenUp |= news is not null;
        _words = Next is { } used ? used.Name : _isGivenUp ? $"{Software}: {_hardware!.Name} gave no picture ({_doubt})" : Software;
        return news;
    }

    /// <summary>A session has ended.</summary>
    /// <param name="hadPicture">Whether there was a picture.</param>
    /// <param name="end">Why.</param>
    /// <returns>Whether another decoder is to be tried at once.</returns>
    public bool End(bool hadPicture, CaptureEnd end)
    {
        if (hadPicture || _hardware is null || _isGivenUp || choice is not VideoDecoder.Auto)
        {
            return false;
        }

        if (_doubt is not null)
        {
            _doubt = null;
            return false;
        }

        _doubt = CaptureFailure.MayBeTheDecoder(end.Reason) ? $"{end.Reason}: {end.Detail}" : null;
        return _doubt is not null;
    }
}

using EdgeWatch.Configuration;

namespace EdgeWatch.Capture.Decoding;

/// <summary>
/// How ffmpeg is told to decode in hardware. Pictures come down to memory before they are cropped and scaled, so that all that follows is
/// as with software. Where frames stay on the device until then, ffmpeg cannot quietly decode on the processor instead: the filter that
/// brings them down takes none from there.
/// </summary>
/// <param name="Name">What the config calls it.</param>
/// <param name="Arguments">ffmpeg's options before the input.</param>
/// <param name="Download">The filter that brings pictures down, with a comma after it; empty where they come down by themselves.</param>
/// <param name="Device">The device file that it needs; null where ffmpeg finds it.</param>
internal sealed record HardwareDecoder(string Name, IReadOnlyList<string> Arguments, string Download, string? Device)
{
    /// <summary>The first graphics device that can decode, as most machines have it.</summary>
    private const string RenderDevice = "/dev/dri/renderD128";

    /// <summary>Eight bits a colour, or ten.</summary>
    private const string FromDevice = "hwdownload,format=pix_fmts=nv12|p010le,";

    /// <summary>Where each kind shows itself, the most particular first: a Raspberry Pi's graphics device decodes nothing.</summary>
    private static readonly (VideoDecoder Kind, string Sign)[] Signs =
    [
        (VideoDecoder.Nvv4l2dec, "/dev/nvhost-nvdec"),
        (VideoDecoder.V4l2m2m, "/dev/video10"),
        (VideoDecoder.Nvdec, "/dev/nvidia0"),
        (VideoDecoder.Vaapi, RenderDevice),
    ];

    /// <summary>The decoder that a camera wants, whether or not it works.</summary>
    /// <param name="choice">What the config says.</param>
    /// <param name="device">Which device, as the config says; empty for the usual one.</param>
    /// <param name="isThere">Whether a device file is there.</param>
    /// <returns>Null for software.</returns>
    public static HardwareDecoder? Of(VideoDecoder choice, string device, Func<string, bool> isThere) => choice switch
    {
        VideoDecoder.Software => null,
        VideoDecoder.Auto => Signs.FirstOrDefault(sign => isThere(sign.Sign)) is { Sign: not null } found
            ? Of(found.Kind, device, isThere)
            : null,
        VideoDecoder.Vaapi when device.Length == 0 => Of(choice, RenderDevice, isThere),
        VideoDecoder.Vaapi => OnDevice("vaapi", "vaapi", device, device),
        VideoDecoder.Nvdec => OnDevice("nvdec", "cuda", device, deviceFile: null),
        VideoDecoder.V4l2m2m => Named("v4l2m2m", "h264_v4l2m2m"),
        VideoDecoder.Nvv4l2dec => Named("nvv4l2dec", "h264_nvv4l2dec"),
        VideoDecoder.Nvmpi => Named("nvmpi", "h264_nvmpi"),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, null),
    };

    /// <summary>Whether a source is video that a decoder of this kind is for; single pictures and raw video are not.</summary>
    public static bool Suits(CaptureSource source) => source.Kind is SourceKind.Rtsp or SourceKind.File or SourceKind.Http && !source.IsFed;

    private static HardwareDecoder OnDevice(string name, string method, string device, string? deviceFile) => new(
        name,
        ["-hwaccel", method, .. device.Length > 0 ? new[] { "-hwaccel_device", device } : [], "-hwaccel_output_format", method],
        FromDevice,
        deviceFile);

    private static HardwareDecoder Named(string name, string codec) => new(name, ["-c:v", codec], Download: "", Device: null);
}

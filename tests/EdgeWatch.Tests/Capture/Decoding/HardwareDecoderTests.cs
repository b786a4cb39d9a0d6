using EdgeWatch.Capture;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Capture.Decoding;

/// <summary>What ffmpeg is told; machines that have these decoders are not at hand.</summary>
public sealed class HardwareDecoderTests
{
    private const string Rate =
        "select='if(isnan(t),1,if(lt(t,ld(1)),st(0,t));st(1,t);if(gte(t,ld(0)-0.5/10),1+0*st(0,max(t,ld(0))+1/10),0))'";

    private static readonly FfmpegTool Ffmpeg = new("/usr/bin/ffmpeg", 5);

    [Theory]
    [InlineData(
        VideoDecoder.Vaapi, "", "-hwaccel vaapi -hwaccel_device /dev/dri/renderD128 -hwaccel_output_format vaapi -i",
        ",hwdownload,format=pix_fmts=nv12|p010le,crop=")]
    [InlineData(
        VideoDecoder.Vaapi, "/dev/dri/renderD129", "-hwaccel vaapi -hwaccel_device /dev/dri/renderD129 -hwaccel_output_format vaapi -i",
        ",hwdownload,format=pix_fmts=nv12|p010le,crop=")]
    [InlineData(
        VideoDecoder.Nvdec, "", "-hwaccel cuda -hwaccel_output_format cuda -i", ",hwdownload,format=pix_fmts=nv12|p010le,crop=")]
    [InlineData(
        VideoDecoder.Nvdec, "1", "-hwaccel cuda -hwaccel_device 1 -hwaccel_output_format cuda -i",
        ",hwdownload,format=pix_fmts=nv12|p010le,crop=")]
    [InlineData(VideoDecoder.V4l2m2m, "", "-c:v h264_v4l2m2m -i", "crop=")]
    [InlineData(VideoDecoder.Nvv4l2dec, "", "-c:v h264_nvv4l2dec -i", "crop=")]
    [InlineData(VideoDecoder.Nvmpi, "", "-c:v h264_nvmpi -i", "crop=")]
    [InlineData(VideoDecoder.Software, "", "-use_wallclock_as_timestamps 1 -i", "crop=")]
    public void Ffmpeg_is_told_before_the_input_and_pictures_come_down_before_they_are_scaled(
        VideoDecoder choice, string device, string before, string filter)
    {
        string command = CommandOf(SourceKind.Rtsp, "rtsp://cam/1", choice, device);

        Assert.Contains($"{before} rtsp://cam/1 ", command, StringComparison.Ordinal);
        Assert.Contains($"-vf {Rate},{filter.TrimStart(',')}", command, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_the_config_come_after_it_and_so_count_more()
    {
        CameraOptions options = new() { Decoder = VideoDecoder.V4l2m2m, InputOptions = ["-c:v", "hevc_v4l2m2m"] };
        CaptureCommand command = CaptureCommand.For(
            options,
            new CaptureSource(SourceKind.Rtsp, "rtsp://cam/1"),
            new Credentials("a", "b"),
            Ffmpeg,
            decoder: HardwareDecoder.Of(options.Decoder, "", _ => false));

        Assert.Contains("-c:v h264_v4l2m2m -c:v hevc_v4l2m2m -i pipe:0", string.Join(' ', command.Arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_compressed_video_is_not_decoded_in_hardware() => Assert.All(
        [(SourceKind.Device, "/dev/video0"), (SourceKind.Sequence, "/p/%d.png")],
        source => Assert.DoesNotContain(
            "-hwaccel", CommandOf(source.Item1, source.Item2, VideoDecoder.Vaapi, ""), StringComparison.Ordinal));

    [Theory]
    [InlineData("v4l2m2m", "/dev/video10", "/dev/dri/renderD128")]
    [InlineData("nvv4l2dec", "/dev/nvhost-nvdec", "/dev/dri/renderD128")]
    [InlineData("nvdec", "/dev/nvidia0", "/dev/dri/renderD128")]
    [InlineData("vaapi", "/dev/dri/renderD128")]
    [InlineData(null, "/dev/video0")]
    public void Auto_is_what_the_machine_shows(string? expected, params string[] devices) =>
        Assert.Equal(expected, HardwareDecoder.Of(VideoDecoder.Auto, "", devices.Contains)?.Name);

    private static string CommandOf(SourceKind kind, string location, VideoDecoder choice, string device) => string.Join(
        ' ',
        CaptureCommand.For(
            new CameraOptions(),
            new CaptureSource(kind, location),
            Credentials.None,
            Ffmpeg,
            decoder: HardwareDecoder.Of(choice, device, _ => false)).Arguments);
}

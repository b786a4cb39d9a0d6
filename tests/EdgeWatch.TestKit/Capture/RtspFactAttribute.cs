using System.Diagnostics;
using Xunit;

namespace EdgeWatch.TestKit.Capture;

/// <summary>A test that needs <see cref="RtspServer"/>: skipped where GStreamer's is not installed, except in CI.</summary>
public sealed class RtspFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Available = new(IsAvailable);

    /// <summary>Looks for the server once a run.</summary>
    public RtspFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Available.Value)
        {
            Skip = "needs an RTSP server: apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 "
                + "gstreamer1.0-plugins-{base,good,ugly} ffmpeg";
        }
    }

    private static bool IsAvailable()
    {
        if (!File.Exists(RtspServer.Python))
        {
            return false;
        }

        const string Check =
            "import gi; gi.require_version('Gst','1.0'); gi.require_version('GstRtspServer','1.0'); "
            + "from gi.repository import Gst, GstRtspServer; Gst.init(None); "
            + "exit(not all(Gst.ElementFactory.find(e) for e in ('videotestsrc', 'x264enc', 'rtph264pay')))";
        using Process process = Process.Start(new ProcessStartInfo(RtspServer.Python, ["-c", Check]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

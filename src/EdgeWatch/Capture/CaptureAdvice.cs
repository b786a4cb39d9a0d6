namespace EdgeWatch.Capture;

/// <summary>What to do about a <see cref="CaptureFailure"/>.</summary>
public static class CaptureAdvice
{
    /// <summary>What to do, as the rest of a sentence that the reason begins; empty where the reason says it all.</summary>
    /// <param name="reason">One of <see cref="CaptureFailure"/>; of other reasons nothing is known.</param>
    public static string Of(string reason) => reason switch
    {
        CaptureFailure.Refused =>
            "the host is there, but nothing listens at that port; check address and port, and whether the camera has started",
        CaptureFailure.Unauthorized => "the camera wants another user or password; check username and password_file",
        CaptureFailure.NotFound => "nothing is there under that name; check the path of the source",
        CaptureFailure.NotAllowed => "this user may not read it; see its owner and groups (a video device belongs to the group video)",
        CaptureFailure.Unreachable => "no such host, or it does not answer; check its name, its power and the network",
        CaptureFailure.NoAnswer =>
            "something accepts the connection but does not talk like a camera; check port and path, or restart the camera",
        CaptureFailure.Declined =>
            "the camera says no to this request; check the path, and try input_options: [\"-rtsp_transport\", \"udp\"]",
        CaptureFailure.NotSecure => "no encrypted connection comes about; try http or rtsp without s, or see the camera's certificate",
        CaptureFailure.Stalled =>
            "the connection stands but no picture comes; it is opened anew. Raise stall_timeout for a camera that is so slow",
        CaptureFailure.BrokenOff =>
            "pictures came and the connection or the device went away; it is opened anew. Check cable, Wi-Fi and power",
        CaptureFailure.Busy => "somebody else uses it, or it serves no more viewers; close other programs that watch it",
        CaptureFailure.NoVideo => "there is no video in it, perhaps only sound; check the path, and the camera's video settings",
        CaptureFailure.WebPage =>
            "that address shows a page for people; look in the camera's manual for its stream or its picture (snapshot) address",
        CaptureFailure.Text => "name a video file, a folder of images, or an image pattern",
        CaptureFailure.SinglePicture => "one picture has no motion in it; name a video, a folder of images, or an image pattern (%04d.jpg)",
        CaptureFailure.PictureChanges => "what is normal is about one view; cut the recording where it changes",
        CaptureFailure.Ended => "the source has ended the stream; it is opened anew",
        CaptureFailure.UnsupportedSource => "use rtsp://, rtsps://, http:// or https://, or a command",
        CaptureFailure.PasswordFile => "check password_file, its owner and its mode (root:edgewatch, 0640)",
        CaptureFailure.UnsupportedFormat =>
            "ffmpeg finds no video that it can read; check the path, or choose H.264, H.265 or MJPEG in the camera",
        CaptureFailure.TooNarrow => "turn the picture, crop it, or choose another stream of the camera",
        CaptureFailure.Garbled => "what comes is not yuv4mpeg; a command must write nothing else to its standard output",
        CaptureFailure.WrongOption => "ffmpeg cannot use an option; check input_options",
        CaptureFailure.DecoderFails => "check input_options; without them the video is decoded in software",
        CaptureFailure.NoResources => "this machine has run out of it; use fewer or smaller streams",
        CaptureFailure.ProgramNotFound => "install it (apt-get install ffmpeg), or check the command",
        CaptureFailure.FfmpegUnusable => "install Debian's ffmpeg (apt-get install ffmpeg)",
        CaptureFailure.Killed => "a signal ended it: somebody, a crash, or the kernel for want of memory (see dmesg); it is started anew",
        CaptureFailure.ProgramFailed => "its own words follow; try edgewatch check",
        _ => "",
    };

    /// <summary>The reason, what to do, and what was found, in that order.</summary>
    public static string Tell(string reason, string detail)
    {
        string advice = Of(reason);
        string told = advice.Length > 0 ? $"{reason}: {advice}" : reason;
        return detail == reason || detail.Length == 0 ? told : $"{told} ({detail})";
    }
}

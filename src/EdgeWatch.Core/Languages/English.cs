using System.Collections.Frozen;
using System.Globalization;

namespace EdgeWatch.Core.Languages;

/// <summary>The texts in English: the other languages have the same keys and placeholders.</summary>
internal static class English
{
    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    public static Language Create() => new()
    {
        Code = LanguageCode.En,
        Tag = "en",
        Numbers = NumberFormatInfo.InvariantInfo,
        Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        Months =
        [
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ],
        Ordinal = OrdinalOf,
        Texts = new Dictionary<string, string>
        {
            // Why something is unusual, by the kinds of departure: one clause. {0}: how many times the usual value.
            ["reason.speed"] = "moves faster than what is usual here",
            ["reason.speed.ratio"] = "moves {0:0.0}× as fast as what is usual here",
            ["reason.place"] = "moves where hardly anything ever does",
            ["reason.direction"] = "moves in a direction that is unusual here",
            ["reason.size"] = "is larger than what usually moves here",
            ["reason.size.ratio"] = "is {0:0.0}× as large as what usually moves here",
            ["reason.dwell"] = "stays longer than what is usual here",
            ["reason.dwell.ratio"] = "stays {0:0.0}× as long as what is usual here",
            ["reason.appearance"] = "looks unlike what is usual here",
            ["reason.change"] = "changes in a way that no usual motion explains",
            ["reason.presence"] = "is where nothing like it usually is",
            ["reason.absence"] = "is missing from where it always is",
            ["reason.view"] = "the camera does not see what it usually sees",
            ["reason.view.black"] = "the picture is black",
            ["reason.view.whited_out"] = "the picture is whited out",
            ["reason.view.covered"] = "the camera is covered",
            ["reason.view.defocused"] = "the picture is out of focus",
            ["reason.view.turned"] = "the camera is turned to another view",
            ["reason.view.changing"] = "the whole picture keeps changing, as in a fire",
            ["reason.view.partly_covered"] = "the camera is partly covered or smeared",
            ["reason.view.frozen"] = "the picture is frozen",

            // Of an event whose like came before. {0}: the reason; {1}: the ordinal; {2}: one of the two below.
            ["repeat.said"] = "{0}, for the {1} time this week, last {2}",
            ["repeat.today"] = "today {0}",
            ["repeat.on_day"] = "on {0} {1}",

            // Why a camera gives no pictures, as its status says it, and what to do about it.
            ["camera.connecting"] = "connecting",
            ["camera.the recording has ended"] = "the recording has ended",
            ["camera.switched off in the config"] = "switched off in the config",
            ["camera.switched off over MQTT"] = "switched off over MQTT",
            ["camera.refused"] = "refused",
            ["camera.refused.hint"] =
                "the host is there, but nothing listens at that port; check address and port, and whether the camera has started",
            ["camera.unauthorized"] = "unauthorized",
            ["camera.unauthorized.hint"] = "the camera wants another user or password; check username and password_file",
            ["camera.not found"] = "not found",
            ["camera.not found.hint"] = "nothing is there under that name; check the path of the source",
            ["camera.not allowed"] = "not allowed",
            ["camera.not allowed.hint"] =
                "this user may not read it; see its owner and groups (a video device belongs to the group video)",
            ["camera.unreachable"] = "unreachable",
            ["camera.unreachable.hint"] = "no such host, or it does not answer; check its name, its power and the network",
            ["camera.no answer"] = "no answer",
            ["camera.no answer.hint"] =
                "something accepts the connection but does not talk like a camera; check port and path, or restart the camera",
            ["camera.declined"] = "declined",
            ["camera.declined.hint"] =
                "the camera says no to this request; check the path, and try input_options: [\"-rtsp_transport\", \"udp\"]",
            ["camera.no secure connection"] = "no secure connection",
            ["camera.no secure connection.hint"] =
                "no encrypted connection comes about; try http or rtsp without s, or see the camera's certificate",
            ["camera.stalled"] = "stalled",
            ["camera.stalled.hint"] =
                "the connection stands but no picture comes; it is opened anew. Raise stall_timeout for a camera that is so slow",
            ["camera.broken off"] = "broken off",
            ["camera.broken off.hint"] =
                "pictures came and the connection or the device went away; it is opened anew. Check cable, Wi-Fi and power",
            ["camera.busy"] = "busy",
            ["camera.busy.hint"] = "somebody else uses it, or it serves no more viewers; close other programs that watch it",
            ["camera.no video stream"] = "no video stream",
            ["camera.no video stream.hint"] =
                "there is no video in it, perhaps only sound; check the path, and the camera's video settings",
            ["camera.a web page"] = "a web page",
            ["camera.a web page.hint"] =
                "that address shows a page for people; look in the camera's manual for its stream or its picture (snapshot) address",
            ["camera.a text, not video"] = "a text, not video",
            ["camera.a text, not video.hint"] = "name a video file, a folder of images, or an image pattern",
            ["camera.a single picture"] = "a single picture",
            ["camera.a single picture.hint"] =
                "one picture has no motion in it; name a video, a folder of images, or an image pattern (%04d.jpg)",
            ["camera.the picture changes"] = "the picture changes",
            ["camera.the picture changes.hint"] = "what is normal is about one view; cut the recording where it changes",
            ["camera.ended"] = "ended",
            ["camera.ended.hint"] = "the source has ended the stream; it is opened anew",
            ["camera.unsupported source"] = "unsupported source",
            ["camera.unsupported source.hint"] = "use rtsp://, rtsps://, http:// or https://, or a command",
            ["camera.password file not readable"] = "password file not readable",
            ["camera.password file not readable.hint"] = "check password_file, its owner and its mode (root:edgewatch, 0640)",
            ["camera.unsupported picture format"] = "unsupported picture format",
            ["camera.unsupported picture format.hint"] =
                "ffmpeg finds no video that it can read; check the path, or choose H.264, H.265 or MJPEG in the camera",
            ["camera.picture too narrow"] = "picture too narrow",
            ["camera.picture too narrow.hint"] = "turn the picture, crop it, or choose another stream of the camera",
            ["camera.garbled stream"] = "garbled stream",
            ["camera.garbled stream.hint"] =
                "what comes is not yuv4mpeg; a command must write nothing else to its standard output",
            ["camera.wrong option"] = "wrong option",
            ["camera.wrong option.hint"] = "ffmpeg cannot use an option; check input_options",
            ["camera.decoder does not work"] = "decoder does not work",
            ["camera.decoder does not work.hint"] =
                "check decoder, decoder_device and input_options; with decoder: software and without options it works everywhere",
            ["camera.out of memory or files"] = "out of memory or files",
            ["camera.out of memory or files.hint"] = "this machine has run out of it; use fewer or smaller streams",
            ["camera.program not found"] = "program not found",
            ["camera.program not found.hint"] = "install it (apt-get install ffmpeg), or check the command",
            ["camera.ffmpeg does not answer"] = "ffmpeg does not answer",
            ["camera.ffmpeg does not answer.hint"] = "install Debian's ffmpeg (apt-get install ffmpeg)",
            ["camera.program killed"] = "program killed",
            ["camera.program killed.hint"] =
                "a signal ended it: somebody, a crash, or the kernel for want of memory (see dmesg); it is started anew",
            ["camera.program failed"] = "program failed",
            ["camera.program failed.hint"] = "its own words follow; try edgewatch check",
            ["camera.internal error"] = "internal error",
            ["camera.internal error.hint"] =
                "a bug of EdgeWatch, not of the camera; the camera is started anew. Please report it, with what the log says",

            ["camera.fewer frames than usual"] = "fewer frames than usual",
            ["camera.fewer frames than usual.hint"] =
                "the camera has lowered its rate (poor light, its settings), the network loses frames, or this machine does not keep up",
            ["camera.damaged pictures"] = "damaged pictures",
            ["camera.damaged pictures.hint"] =
                "parts of the stream are lost on the way; check cable or Wi-Fi, or choose a lower bit rate in the camera",

            // Why an event ended, where it was for another reason than that it became quiet.
            ["ended.stopped"] = "the program was stopped",
            ["ended.removed"] = "the camera left the config",
            ["ended.replaced"] = "the camera got other privacy masks",
            ["ended.failed"] = "the watching of the camera failed",
            ["ended.switched_off"] = "the camera was switched off",
            ["ended.offline"] = "the camera went offline",
            ["ended.suspended"] = "the camera was made silent",
            ["ended.learning"] = "the camera began to learn",
            ["ended.zones_changed"] = "the zones were changed",
            ["ended.place_forgotten"] = "what was learned there was forgotten",

            // What somebody should look at on the node.
            ["problem.hot"] = "the chip is hot: cameras without an event rest for 5 s of each 10 s",
            ["problem.power"] = "the power supply is too weak",
            ["problem.throttled"] = "the processor is slowed down: too hot, or too little power",
            ["problem.disk"] = "the disk is nearly full",
            ["problem.outbox"] = "alerts that wait are in memory only: {0}",
            ["problem.web"] = "nothing is answered at {0}: {1}",
            ["problem.dropped"] = "{0} messages about events were dropped: the outbox is full",
            ["problem.no_camera"] =
                "no camera is configured yet: edgewatch discover --add finds cameras and writes them into conf.d, or add one to the "
                + "config file (cameras:); then reload",
            ["problem.offline"] = "camera {0} is offline",
            ["problem.fewer frames than usual"] = "camera {0} sends far fewer frames than usual",
            ["problem.damaged pictures"] = "pictures of camera {0} are damaged",
            ["problem.slow"] =
                "camera {0}: only {1:0.0} of {2:0.0} frames a second are analysed: this machine does not keep up. Lower frames_per_second.",
            ["problem.config"] = "the config file has mistakes, the one before is in force: {0}",
            ["problem.config.more"] = "the config file has mistakes, the one before is in force: {0} (and {1} more)",
            ["problem.restart"] = "the service has to be started again for {0}",

            // Names in Home Assistant. {0}: the zone; the model.
            ["device.camera"] = "Camera",
            ["device.node"] = "Node, {0}",
            ["entity.anomaly"] = "Anomaly",
            ["entity.anomaly_in"] = "Anomaly {0}",
            ["entity.score"] = "Score",
            ["entity.alert"] = "Alert",
            ["entity.snapshot"] = "Last alert",
            ["entity.heatmap"] = "Last alert, heat map",
            ["entity.threshold"] = "Threshold",
            ["entity.enabled"] = "Watching",
            ["entity.last_alert_was_normal"] = "Last alert was normal",
            ["entity.connectivity"] = "Connectivity",
            ["entity.phase"] = "Phase",
            ["entity.profile"] = "Profile",
            ["entity.problem"] = "Problem",
            ["entity.outbox"] = "Alerts waiting",
            ["entity.outbox.unit"] = "messages",
            ["entity.digest"] = "Events of the day before",
            ["entity.digest.unit"] = "events",
            ["entity.temperature"] = "Temperature",
            ["entity.version"] = "Version",

            // What keeps coming back. {1} and {2} of digest.habit.weekly, {0} and {1} of digest.habit.daily: hour and minute.
            ["digest.habit.weekly"] = "every {0} about {1}:{2:00}",
            ["digest.habit.daily"] = "nearly every day about {0}:{1:00}",
            ["digest.habit.title"] = "What keeps coming back",
            ["digest.habit.said"] = "{0} (on {1} days).",
            ["digest.habit.ask"] = "Is this normal? {0}: {1}",
            ["digest.habit.offer"] = "If that is normal, say so, and the like alerts no more there:",

            // The day in a minute. {0}–{3} of digest.date: day of the week, day, month, year.
            ["digest.date"] = "{0}, {1} {2} {3}",
            ["digest.events"] = "Events: {0}",
            ["digest.no_scores"] = "no scores of this day are kept.",
            ["digest.not_watched"] = "was not watched {0}.",
            ["digest.summary"] = "{0}. Events: {1}.",
            ["digest.nothing"] = "Nothing unusual",
            ["digest.moments"] = "Moments",
            ["digest.rule"] =
                "The most unusual first; what was called right before, what was called normal after all others. "
                + "Of events of one camera that are alike the most unusual stands for all.",
            ["digest.picture"] = "{0} at {1}: {2}",
            ["digest.no_picture"] = "No picture of this is kept.",
            ["digest.others"] = "{0} more like it: {1}",
            ["digest.right"] = "called right",
            ["digest.normal"] = "called normal",
            ["digest.score"] = "score {0:0.00}",
            ["digest.chart"] = "Highest score of each minute: {0:0.00} at most, the threshold {1:0.00}",
            ["digest.legend"] = "The highest score of each minute; the dashed line is the threshold.",
            ["digest.known_until"] = "Known until {0}: scores are written once an hour.",
        }.ToFrozenDictionary(),
    };

    private static string OrdinalOf(int number) => number <= Ordinals.Length ? Ordinals[number - 1] : (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}

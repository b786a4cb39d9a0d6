using System.Globalization;
using EdgeWatch.Configuration.Zones;
using static EdgeWatch.Configuration.CameraOptions;

namespace EdgeWatch.Configuration;

/// <summary>What must hold for one <see cref="CameraOptions"/>.</summary>
internal static class CameraRules
{
    private const string Rate = "frames a second";
    private const string GlanceRate = "glances a second, or 0 for never";

    /// <summary>Pictures that come within a camera's <c>stall_timeout</c> at least: with one it would stall at each that is a little late.
    /// </summary>
    private const int PollsWithinStall = 2;

    private static readonly string[] Schemes = ["rtsp", "rtsps", "http", "https"];

    public static void Check(RuleSection section, CameraOptions camera)
    {
        if (camera.Id.Length == 0)
        {
            section.Add("id", "is required: the camera's name in topics and files");
        }

        section.Name("id", camera.Id, MaxIdLength);
        if (ReservedIds.Contains(camera.Id))
        {
            section.Add("id", $"{string.Join(" and ", ReservedIds)} are topics of the node; choose another name");
        }

        CheckOrigin(section, camera);
        CheckCredentials(section, camera);
        section.Range("frames_per_second", camera.FramesPerSecond, MinFramesPerSecond, MaxFramesPerSecond, Rate, DefaultFramesPerSecond);
        if (!AllowedAnalysisRows.Contains(camera.AnalysisRows))
        {
            string allowed = string.Join(", ", AllowedAnalysisRows);
            section.Add("analysis_rows", $"{camera.AnalysisRows} is not allowed; {allowed} are (default {AllowedAnalysisRows[0]})");
        }

        if (camera.DecoderDevice.Length > 0 && camera.Decoder is not (VideoDecoder.Auto or VideoDecoder.Vaapi or VideoDecoder.Nvdec))
        {
            section.Add("decoder_device", "goes with decoder: vaapi, nvdec or auto only", "decoder");
        }

        if (camera.GlancesPerSecond != 0)
        {
            section.Range(
                "glances_per_second",
                camera.GlancesPerSecond,
                MinGlancesPerSecond,
                MaxGlancesPerSecond,
                GlanceRate,
                DefaultGlancesPerSecond);
        }

        section.Range(
            "sequence_frames_per_second",
            camera.SequenceFramesPerSecond,
            MinSequenceFramesPerSecond,
            MaxSequenceFramesPerSecond,
            Rate,
            DefaultSequenceFramesPerSecond);
        section.Range("stall_timeout", camera.StallTimeout, MinStallTimeout, MaxStallTimeout, DefaultStallTimeout);
        CheckPolls(section, camera);
        ZoneRules.CheckMasks(section, camera.PrivacyMasks);
    }

    private static void CheckPolls(RuleSection section, CameraOptions camera)
    {
        double polls = camera.PollsPerSecond;
        double stall = camera.StallTimeout.TotalSeconds;
        if (section.Range("polls_per_second", polls, MinPollsPerSecond, MaxPollsPerSecond, "pictures a second", DefaultPollsPerSecond)
            && camera.StallTimeout >= MinStallTimeout
            && polls * stall < PollsWithinStall)
        {
            double enough = Math.Ceiling(100 * PollsWithinStall / stall) / 100;
            TimeSpan longEnough = TimeSpan.FromSeconds(Math.Ceiling(PollsWithinStall / polls));
            section.Add(
                "polls_per_second",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{polls} is too slow for a stall_timeout of {DurationText.Format(camera.StallTimeout)}, which has to last for "
                    + $"{PollsWithinStall} pictures, since one may be missed; {enough}, or {DurationText.Format(longEnough)}, would do"),
                "stall_timeout");
        }
    }

    private static void CheckOrigin(RuleSection section, CameraOptions camera)
    {
        bool hasSource = camera.Source.Length > 0;
        bool hasCommand = camera.Command.Count > 0;
        if (hasSource == hasCommand)
        {
            string fault = hasSource ? "stands beside command; only one of the two is allowed" : "is required, or command instead";
            section.Add("source", fault, "command");
        }

        if (camera.HasUrl && UrlFault(camera.Source) is { } urlFault)
        {
            section.Add("source", urlFault);
        }

        if (hasCommand && camera.Command[0].Length == 0)
        {
            section.Add("command", "starts with an empty text; the first item is the program");
        }
    }

    /// <summary>What is wrong with a URL. It may hold a password, in its query too, so no message repeats it.</summary>
    private static string? UrlFault(string url)
    {
        int authorityStart = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        string scheme = url[..(authorityStart - "://".Length)];
        ReadOnlySpan<char> authority = url.AsSpan(authorityStart);
        int authorityEnd = authority.IndexOfAny('/', '?', '#');
        authority = authorityEnd < 0 ? authority : authority[..authorityEnd];
        if (authority.Contains('@'))
        {
            return "credentials do not belong into a URL; use username and password_file";
        }

        if (!Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            string supported = string.Join(", ", Schemes.Select(s => s + "://"));
            return $"this kind of URL is not supported; {supported} are, and a command for anything else";
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0 ? null
            : authority.Count(':') > 1 && authority[0] != '[' ? "an IPv6 address needs brackets in a URL: rtsp://[fe80::1]:554/stream"
            : "is not a valid URL; it looks like rtsp://192.168.1.20:554/stream";
    }

    private static void CheckCredentials(RuleSection section, CameraOptions camera)
    {
        if (camera.PasswordFile.Length > 0 && camera.Username.Length == 0)
        {
            section.Add("password_file", "needs a username beside it", "username");
        }

        if (camera.Username.Length > 0 && !camera.HasUrl)
        {
            section.Add("username", "goes with a source that is a URL only", "source");
        }
    }
}

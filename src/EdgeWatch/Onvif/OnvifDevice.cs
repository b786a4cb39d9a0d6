using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Onvif;

/// <summary>
/// Asks an ONVIF device for its streams: by the service Media2 where it has that (it alone knows H.265), else by Media. Passwords go as
/// digests, in the message (WS-UsernameToken) and, where asked for, in HTTP: cameras want the one or the other. Never in clear: whatever
/// calls itself a camera in this network is asked.
/// </summary>
internal sealed class OnvifDevice : IDisposable
{
    /// <summary>Most profiles that are asked about: a camera has two to four, a recorder some for each of its cameras.</summary>
    public const int MostProfiles = 64;

    private const string Digest =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(8);
    private static readonly XNamespace DeviceService = "http://www.onvif.org/ver10/device/wsdl";
    private static readonly XNamespace Media = "http://www.onvif.org/ver10/media/wsdl";
    private static readonly XNamespace Media2 = "http://www.onvif.org/ver20/media/wsdl";
    private static readonly XNamespace Schema = "http://www.onvif.org/ver10/schema";
    private static readonly XNamespace Security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static readonly XNamespace Utility =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private readonly Uri _address;
    private readonly Credentials _credentials;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>What its clock is ahead of ours: a digest is good for some seconds around its time, and many cameras' clocks are wrong.
    /// </summary>
    private TimeSpan _clockAhead;

    /// <param name="address">Address of its device service.</param>
    /// <param name="credentials">User and password; none: what it tells to everybody.</param>
    /// <param name="time">The clock.</param>
    public OnvifDevice(Uri address, Credentials credentials, TimeProvider time)
    {
        _address = address;
        _credentials = credentials;
        _time = time;
        SocketsHttpHandler handler = HttpCamera.HandlerFor(address, credentials, "Digest");

        // One connection a question: cameras are found that say more than an answer, which would be read as the answer to the next.
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        _client = new HttpClient(handler)
        {
            Timeout = AnswerLimit,
            MaxResponseContentBufferSize = Soap.LongestMessage,
        };
    }

    /// <summary>Its streams, in its own order; of profiles that have none, as a recorder's channels without a camera, nothing.</summary>
    /// <exception cref="CaptureException">
    /// It does not answer, wants another user or password, is no ONVIF camera, or declines to tell any stream.
    /// </exception>
    public async Task<IReadOnlyList<VideoStream>> StreamsAsync(CancellationToken cancellationToken)
    {
        await SetClockAsync(cancellationToken);
        (Uri address, bool isMedia2) = await MediaServiceAsync(cancellationToken);
        XNamespace media = isMedia2 ? Media2 : Media;
        XElement profiles = await AskAsync(
            address,
            new XElement(media + "GetProfiles", isMedia2 ? new XElement(media + "Type", "VideoEncoder") : null),
            cancellationToken);
        List<VideoStream> streams = [];
        CaptureException? declined = null;
        foreach (XElement profile in profiles.All("Profiles").Take(MostProfiles))
        {
            if (profile.Attribute("token")?.Value is { Length: > 0 } token && VideoOf(profile) is { } video)
            {
                try
                {
                    XElement answer = await AskAsync(address, StreamQuestion(isMedia2, token), cancellationToken);
                    if (Reachable(answer.TextOf("Uri")) is { } url)
                    {
                        streams.Add(Stream(profile, video, url));
                    }
                }
                catch (CaptureException e) when (e.Reason == CaptureFailure.Declined)
                {
                    declined ??= e;
                }
            }
        }

        return streams.Count > 0 || declined is null ? streams : throw declined;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static XElement? VideoOf(XElement profile) => profile.First("VideoEncoder") ?? profile.First("VideoEncoderConfiguration");

    private static VideoStream Stream(XElement profile, XElement video, string url) => new(
        Soap.Shown(profile.Elements().FirstOrDefault(element => element.Name.LocalName == "Name")?.Value ?? ""),
        Soap.Shown(video.TextOf("Encoding")),
        Number(video, "Width") is > 0 and var width && Number(video, "Height") is > 0 and var height
            ? new FrameSize((int)width, (int)height)
            : null,
        Number(video, "FrameRateLimit"),
        url);

    private static double Number(XElement element, string name) =>
        double.TryParse(element.TextOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number is > 0 and <= int.MaxValue ? number : 0;

    private static XElement StreamQuestion(bool isMedia2, string token) => isMedia2
        ? new XElement(Media2 + "GetStreamUri", new XElement(Media2 + "Protocol", "RTSP"), new XElement(Media2 + "ProfileToken", token))
        : new XElement(
            Media + "GetStreamUri",
            new XElement(
                Media + "StreamSetup",
                new XElement(Schema + "Stream", "RTP-Unicast"),
                new XElement(Schema + "Transport", new XElement(Schema + "Protocol", "RTSP"))),
            new XElement(Media + "ProfileToken", token));

    /// <summary>The address of a stream; at the camera's own host, where it names one at which nobody can be reached.</summary>
    private string? Reachable(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("rtsp" or "rtsps" or "http" or "https"))
        {
            return null;
        }

        bool isNobody = IPAddress.TryParse(uri.Host, out IPAddress? address)
            && (address.Equals(IPAddress.Any) || (IPAddress.IsLoopback(address) && !_address.IsLoopback));
        return new UriBuilder(uri) { Host = isNobody ? _address.Host : uri.Host, UserName = "", Password = "" }.Uri.AbsoluteUri;
    }

    /// <summary>The time is told to everybody, since nobody could log in without knowing it. A camera that does not is taken at ours.
    /// </summary>
    private async Task SetClockAsync(CancellationToken cancellationToken)
    {
        if (_credentials.IsEmpty)
        {
            return;
        }

        XElement? answer = Soap.Read(await PostAsync(
            _address, Soap.Write(new XElement(DeviceService + "GetSystemDateAndTime")), mayFail: true, cancellationToken));
        if (answer?.First("UTCDateTime") is { } utc && TimeIn(utc) is { } there)
        {
            _clockAhead = there - _time.GetUtcNow().UtcDateTime;
        }
    }

    private static DateTime? TimeIn(XElement utc)
    {
        int Part(string name) => (int)Number(utc, name);
        return DateTime.TryParseExact(
            $"{Part("Year"):D4}-{Part("Month"):D2}-{Part("Day"):D2} {Part("Hour"):D2}:{Part("Minute"):D2}:{Part("Second"):D2}",
            "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime time) ? time : null;
    }

    private async Task<(Uri Address, bool IsMedia2)> MediaServiceAsync(CancellationToken cancellationToken)
    {
        XElement? services = await TryAskAsync(
            new XElement(DeviceService + "GetServices", new XElement(DeviceService + "IncludeCapability", "false")), cancellationToken);
        foreach (XNamespace media in new[] { Media2, Media })
        {
            XElement? service = services?.All("Service").FirstOrDefault(service => service.TextOf("Namespace") == media.NamespaceName);
            if (service is not null && ServiceAddress(service.TextOf("XAddr")) is { } address)
            {
                return (address, media == Media2);
            }
        }

        // Cameras of before 2011 do not know GetServices.
        XElement capabilities = await AskAsync(
            _address,
            new XElement(DeviceService + "GetCapabilities", new XElement(DeviceService + "Category", "Media")),
            cancellationToken);
        return (ServiceAddress(capabilities.First("Media")?.TextOf("XAddr") ?? "")
            ?? throw new CaptureException(CaptureFailure.NoVideo, "the device names no media service"), false);
    }

    /// <summary>Services are asked where the device itself has answered: cameras behind a router name addresses of behind it.</summary>
    private Uri? ServiceAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? new Uri(new Uri(_address, "/"), uri!.PathAndQuery)
            : null;

    private async Task<XElement?> TryAskAsync(XElement question, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(_address, question, cancellationToken);
        }
        catch (CaptureException e) when (e.Reason == CaptureFailure.Declined)
        {
            return null;
        }
    }

    private async Task<XElement> AskAsync(Uri address, XElement question, CancellationToken cancellationToken)
    {
        byte[] message = Soap.Write(question, _credentials.IsEmpty ? null : Login());
        XElement answer = Soap.Read(await PostAsync(address, message, mayFail: false, cancellationToken))
            ?? throw new CaptureException(CaptureFailure.NoAnswer, $"{address} does not speak ONVIF");
        return answer.First("Fault") is not { } fault ? answer
            : throw new CaptureException(
                fault.Value.Contains("NotAuthorized", StringComparison.OrdinalIgnoreCase)
                    || fault.Value.Contains("Unauthorized", StringComparison.OrdinalIgnoreCase)
                    ? CaptureFailure.Unauthorized
                    : CaptureFailure.Declined,
                Soap.Shown(fault.TextOf("Text") is { Length: > 0 } text ? text : fault.TextOf("faultstring")));
    }

    /// <summary>Faults come with all kinds of status codes, and say more than these.</summary>
    private async Task<byte[]> PostAsync(Uri address, byte[] message, bool mayFail, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(message);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/soap+xml; charset=utf-8");
        try
        {
            using HttpResponseMessage answer = await _client.PostAsync(address, content, cancellationToken);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return answer.IsSuccessStatusCode || mayFail || Soap.Read(body) is not null ? body
                : throw new CaptureException(
                    HttpCamera.ReasonOf(answer.StatusCode), $"HTTP {(int)answer.StatusCode} {answer.ReasonPhrase} of {address}");
        }
        catch (HttpRequestException e)
        {
            throw new CaptureException(HttpCamera.ReasonOf(e), e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CaptureException(CaptureFailure.NoAnswer, $"no answer within {AnswerLimit.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Web Services Security UsernameToken Profile 1.0: Base64(SHA-1(nonce + time + password)).</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "what the profile prescribes")]
    private XElement Login()
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(16);
        string created = (_time.GetUtcNow().UtcDateTime + _clockAhead).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        byte[] digest = SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(_credentials.Password)]);
        return new XElement(
            Security + "Security",
            new XElement(
                Security + "UsernameToken",
                new XElement(Security + "Username", _credentials.Username),
                new XElement(Security + "Password", new XAttribute("Type", Digest), Convert.ToBase64String(digest)),
                new XElement(Security + "Nonce", Convert.ToBase64String(nonce)),
                new XElement(Utility + "Created", created)));
    }
}

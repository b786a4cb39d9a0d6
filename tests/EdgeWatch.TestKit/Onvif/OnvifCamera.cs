using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace EdgeWatch.TestKit.Onvif;

/// <summary>An ONVIF camera at 127.0.0.1: answers WS-Discovery and SOAP in the way of a make, and wants a user and a password.</summary>
public sealed class OnvifCamera : IAsyncDisposable
{
    /// <summary>Its user.</summary>
    public const string User = "viewer";

    /// <summary>Its user's password.</summary>
    public const string Password = "pass \"word\"";

    private const string Realm = "camera";
    private const string Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

    /// <summary>How far a digest's time may be off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What lies between the two ends of an empty answer.</summary>
    private static readonly TimeSpan EndedTwiceAfter = TimeSpan.FromMilliseconds(50);

    private readonly OnvifMake _make;
    private readonly HttpListener _listener = new();
    private readonly Socket _discovery = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Task _serving;
    private readonly Task _answering;

    /// <summary>Starts to listen.</summary>
    /// <param name="make">How it speaks.</param>
    /// <param name="group">Multicast group and port that it joins besides, at <paramref name="at"/>; null: none.</param>
    /// <param name="at">Address of this machine at which it is.</param>
    public OnvifCamera(OnvifMake make, IPEndPoint? group = null, IPAddress? at = null)
    {
        _make = make;
        Host = $"{at ?? IPAddress.Loopback}:{LocalPort.Free()}";
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        if (group is null)
        {
            _discovery.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
        else
        {
            _discovery.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
            _discovery.Bind(new IPEndPoint(IPAddress.Any, group.Port));
            _discovery.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group.Address, at!));
        }

        _serving = ServeAsync();
        _answering = AnswerAsync();
    }

    /// <summary>Address and port of its services.</summary>
    public string Host { get; }

    /// <summary>Where it hears questions.</summary>
    public IPEndPoint Discovery => (IPEndPoint)_discovery.LocalEndPoint!;

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>Tokens of profiles whose stream it does not tell, as a recorder of channels without a camera; of a modern one.</summary>
    public IReadOnlyList<string> WithoutStream { get; init; } = [];

    /// <summary>Passwords that came in clear.</summary>
    public int PasswordsInClear { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        _discovery.Dispose();
        await Task.WhenAll(_serving, _answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Close();
    }

    private async Task AnswerAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            SocketReceiveFromResult asked = await _discovery.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            XElement probe = XElement.Parse(Encoding.UTF8.GetString(buffer, 0, asked.ReceivedBytes));
            string types = probe.Descendants().First(element => element.Name.LocalName == "Types").Value;
            string id = probe.Descendants().First(element => element.Name.LocalName == "MessageID").Value;
            if (types.EndsWith(":NetworkVideoTransmitter", StringComparison.Ordinal))
            {
                foreach (string answer in Answers(id))
                {
                    await _discovery.SendToAsync(Encoding.UTF8.GetBytes(answer), asked.RemoteEndPoint);
                }
            }
        }
    }

    private string[] Answers(string id) => _make switch
    {
        OnvifMake.Modern =>
        [
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"
                xmlns:wsadis="http://schemas.xmlsoap.org/ws/2004/08/addressing"
                xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
              <env:Header><wsadis:RelatesTo>{id}</wsadis:RelatesTo></env:Header>
              <env:Body><d:ProbeMatches><d:ProbeMatch>
                <wsadis:EndpointReference><wsadis:Address>urn:uuid:1</wsadis:Address></wsadis:EndpointReference>
                <d:Types>dn:NetworkVideoTransmitter</d:Types>
                <d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/hardware/DS-2CD2143G0-I
                  onvif://www.onvif.org/name/Front%20door</d:Scopes>
                <d:XAddrs>http://[fe80::1]/onvif/device_service http://{Host}/onvif/device_service</d:XAddrs>
              </d:ProbeMatch></d:ProbeMatches></env:Body>
            </env:Envelope>
            """,
        ],
        OnvifMake.Old =>
        [
            $"""
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
                xmlns:wsdd="http://schemas.xmlsoap.org/ws/2005/04/discovery"><SOAP-ENV:Body><wsdd:ProbeMatches><wsdd:ProbeMatch>
            <wsdd:Scopes>onvif://www.onvif.org/hardware/IPC_Yard</wsdd:Scopes><wsdd:XAddrs>http://{Host}/onvif/device_service</wsdd:XAddrs>
            </wsdd:ProbeMatch></wsdd:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>
            """,
        ],
        _ =>
        [
            "",
            "\0\u0001\u0002 not XML",
            "<Envelope>",
            "<html><body>hello</body></html>",
            "<!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + "<Envelope><ProbeMatch><XAddrs>http://&b;/</XAddrs></ProbeMatch></Envelope>",
            "<Envelope><ProbeMatch><XAddrs>file:///etc/passwd ftp://1.2.3.4/ javascript:alert(1)</XAddrs></ProbeMatch></Envelope>",
            "<Envelope><ProbeMatch/></Envelope>",
            $"<Envelope>{new string(' ', 60_000)}</Envelope>",
        ],
    };

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
            string question = await reader.ReadToEndAsync();
            (int status, string answer) = Answer(context.Request, question);
            context.Response.StatusCode = status;
            if (status == (int)HttpStatusCode.Unauthorized)
            {
                context.Response.AddHeader("WWW-Authenticate", $"Basic realm=\"{Realm}\"");
                context.Response.AppendHeader("WWW-Authenticate", $"Digest realm=\"{Realm}\", qop=\"auth\", nonce=\"{Nonce}\"");
            }

            byte[] bytes = Encoding.UTF8.GetBytes(answer);
            context.Response.ContentType = "application/soap+xml; charset=utf-8";
            await context.Response.OutputStream.WriteAsync(bytes);
            if (bytes.Length == 0)
            {
                // Ended by this already, and by the closing once more: what comes late is in the way of the next answer.
                await Task.Delay(EndedTwiceAfter, TimeProvider.System);
            }

            context.Response.Close();
        }
    }

    private (int Status, string Answer) Answer(HttpListenerRequest request, string question)
    {
        PasswordsInClear += request.Headers["Authorization"]?.StartsWith("Basic", StringComparison.Ordinal) == true
            || question.Contains("pass &quot;", StringComparison.Ordinal) || question.Contains(Password, StringComparison.Ordinal) ? 1 : 0;
        return _make switch
        {
            OnvifMake.Modern => Modern(question),
            OnvifMake.Old => Old(request, question),
            _ => (200, "<html><body>a router's page</body></html>"),
        };
    }

    private (int Status, string Answer) Modern(string question) => question switch
    {
        _ when question.Contains("GetSystemDateAndTime", StringComparison.Ordinal) => (200, Envelope(Clock())),
        _ when !IsKnown(XElement.Parse(question)) => (400, Envelope(
            """
            <env:Fault><env:Code><env:Value>env:Sender</env:Value>
            <env:Subcode><env:Value>ter:NotAuthorized</env:Value></env:Subcode></env:Code>
            <env:Reason><env:Text xml:lang="en">Sender not authorized</env:Text></env:Reason></env:Fault>
            """)),
        _ when question.Contains("GetServices", StringComparison.Ordinal) => (200, Envelope(
            $"""
            <tds:GetServicesResponse>
            <tds:Service><tds:Namespace>http://www.onvif.org/ver10/media/wsdl</tds:Namespace>
            <tds:XAddr>http://{Host}/onvif/Media</tds:XAddr></tds:Service>
            <tds:Service><tds:Namespace>http://www.onvif.org/ver20/media/wsdl</tds:Namespace>
            <tds:XAddr>http://10.9.8.7/onvif/Media2</tds:XAddr></tds:Service>
            </tds:GetServicesResponse>
            """)),
        _ when question.Contains("GetProfiles", StringComparison.Ordinal) => (200, Envelope(
            $"<tr2:GetProfilesResponse>{Profile2("1", "mainStream", "H265", 2688, 1520, 20)}"
            + Profile2("2", "subStream", "H264", 640, 360, 15)
            + "<tr2:Profiles token=\"3\"><tr2:Name>audio</tr2:Name></tr2:Profiles></tr2:GetProfilesResponse>")),
        _ when question.Contains("GetStreamUri", StringComparison.Ordinal) && WithoutStream.Contains(Token(question)) => (500, Envelope(
            "<env:Fault><env:Reason><env:Text>no camera at this channel</env:Text></env:Reason></env:Fault>")),
        _ when question.Contains("GetStreamUri", StringComparison.Ordinal) => (200, Envelope(
            $"<tr2:GetStreamUriResponse><tr2:Uri>rtsp://127.0.0.1:554/Streaming/Channels/10{Token(question)}"
            + "?transportmode=unicast&amp;profile=P</tr2:Uri></tr2:GetStreamUriResponse>")),
        _ => (500, Envelope("<env:Fault><env:Reason><env:Text>not known</env:Text></env:Reason></env:Fault>")),
    };

    private static string Token(string question) =>
        XElement.Parse(question).Descendants().First(element => element.Name.LocalName == "ProfileToken").Value;

    private static string Profile2(string token, string name, string codec, int width, int height, int rate) =>
        $"""
        <tr2:Profiles token="{token}" fixed="true"><tr2:Name>{name}</tr2:Name><tr2:Configurations>
        <tr2:VideoSource token="v"><tt:Name>source</tt:Name><tt:Bounds x="0" y="0" width="2688" height="1520"/></tr2:VideoSource>
        <tr2:VideoEncoder token="e"><tt:Name>encoder</tt:Name><tt:Encoding>{codec}</tt:Encoding>
        <tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution>
        <tt:RateControl><tt:FrameRateLimit>{rate}</tt:FrameRateLimit></tt:RateControl></tr2:VideoEncoder>
        </tr2:Configurations></tr2:Profiles>
        """;

    private static string Envelope(string body) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"
            xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"
            xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error">
        <env:Body>{body}</env:Body></env:Envelope>
        """;

    private string Clock()
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime + ClockAhead;
        return $"""
            <tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>
            <tt:LocalDateTime><tt:Date><tt:Year>1999</tt:Year></tt:Date></tt:LocalDateTime>
            <tt:UTCDateTime><tt:Time><tt:Hour>{now.Hour}</tt:Hour><tt:Minute>{now.Minute}</tt:Minute>
            <tt:Second>{now.Second}</tt:Second></tt:Time>
            <tt:Date><tt:Year>{now.Year}</tt:Year><tt:Month>{now.Month}</tt:Month><tt:Day>{now.Day}</tt:Day></tt:Date></tt:UTCDateTime>
            </tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>
            """;
    }

    private bool IsKnown(XElement question)
    {
        string Text(string name) => question.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        if (Text("Username") != User || !DateTimeOffset.TryParse(Text("Created"), CultureInfo.InvariantCulture, out DateTimeOffset created))
        {
            return false;
        }

#pragma warning disable CA5350 // what the profile prescribes
        byte[] digest = SHA1.HashData(
            [.. Convert.FromBase64String(Text("Nonce")), .. Encoding.UTF8.GetBytes(Text("Created")), .. Encoding.UTF8.GetBytes(Password)]);
#pragma warning restore CA5350
        return Text("Password") == Convert.ToBase64String(digest)
            && (created.UtcDateTime - TimeProvider.System.GetUtcNow().UtcDateTime - ClockAhead).Duration() < Patience;
    }

    private (int Status, string Answer) Old(HttpListenerRequest request, string question) => question switch
    {
        _ when question.Contains("GetSystemDateAndTime", StringComparison.Ordinal) => (401, ""),
        _ when !IsDigestRight(request) => (401, ""),
        _ when question.Contains("GetCapabilities", StringComparison.Ordinal) => (200, Plain(
            $"<Capabilities><Media><XAddr>http://{Host}/onvif/media_service</XAddr></Media></Capabilities>")),
        _ when question.Contains("GetProfiles", StringComparison.Ordinal) => (200, Plain(
            Profile1("PROFILE_000", "JPEG", 640, 480)
            + Profile1("PROFILE_001", "H264", 704, 576)
            + Profile1("PROFILE_002", "H264", 352, 288))),
        _ when question.Contains("GetStreamUri", StringComparison.Ordinal) => (200, Plain(
            $"<MediaUri><Uri>rtsp://0.0.0.0:8554/{Token(question)}?channel=1&amp;subtype=1</Uri></MediaUri>")),
        _ => (400, Plain("<Fault><Code><Value>Sender</Value></Code><Reason><Text>Action not supported</Text></Reason></Fault>")),
    };

    private static string Plain(string body) =>
        $"""
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope">
        <SOAP-ENV:Body>{body}</SOAP-ENV:Body></SOAP-ENV:Envelope>
        """;

    private static string Profile1(string token, string codec, int width, int height) =>
        $"""
        <Profiles token="{token}"><Name>{token}</Name><VideoEncoderConfiguration><Name>v</Name><Encoding>{codec}</Encoding>
        <Resolution><Width>{width}</Width><Height>{height}</Height></Resolution></VideoEncoderConfiguration></Profiles>
        """;

    private static bool IsDigestRight(HttpListenerRequest request)
    {
        string header = request.Headers["Authorization"] ?? "";
        if (!header.StartsWith("Digest ", StringComparison.Ordinal))
        {
            return false;
        }

        Dictionary<string, string> parts = header["Digest ".Length..].Split(',').Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0].Trim(), part => part[1].Trim().Trim('"'), StringComparer.Ordinal);
        string first = Md5($"{User}:{Realm}:{Password}");
        string second = Md5($"POST:{parts["uri"]}");
        return parts["response"] == Md5($"{first}:{Nonce}:{parts["nc"]}:{parts["cnonce"]}:{parts["qop"]}:{second}");
    }

#pragma warning disable CA5351 // what HTTP Digest prescribes
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}

using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("rtsp://adm:geheim@10.0.0.2:554/cam", "rtsp://***@10.0.0.2:554/cam")]
    [InlineData("rtsp://adm:ge@heim@10.0.0.2/cam", "rtsp://***@10.0.0.2/cam")]
    [InlineData("rtsp://adm:ge/heim@10.0.0.2/cam", "rtsp://***@10.0.0.2/cam")]
    [InlineData("rtsp://adm@10.0.0.2/cam: Server returned 401 Unauthorized", "rtsp://***@10.0.0.2/cam: Server returned 401 Unauthorized")]
    [InlineData(
        "Impossible to open 'http://a:b@host/x' or https://c:d@host/y",
        "Impossible to open 'http://***@host/x' or https://***@host/y")]
    [InlineData("rtsp://host:554/user=admin&password=geheim&channel=1", "rtsp://host:554/user=admin&password=***&channel=1")]
    [InlineData("rtspsrc location=rtsp://host/ user-id=adm user-pw=geheim", "rtspsrc location=rtsp://host/ user-id=adm user-pw=***")]
    public void Redact_Secret_IsReplaced(string text, string expected) => Assert.Equal(expected, Redaction.Redact(text));

    [Theory]
    [InlineData("rtsp://host:554/cam@2")]
    [InlineData("Connection to tcp://127.0.0.1:1?timeout=10000000 failed: Connection refused")]
    [InlineData("[rtsp @ 0x558f1c1469c0] method DESCRIBE failed: 404 Not Found")]
    public void Redact_NoSecret_IsLeftAlone(string text) => Assert.Equal(text, Redaction.Redact(text));
}

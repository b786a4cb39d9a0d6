using System.Net;
using EdgeWatch.Configuration;
using EdgeWatch.TestKit;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Tests.Web.Page;

public sealed class DoorkeeperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("::1", "", true)]
    [InlineData("::ffff:127.0.0.1", "", true)]
    [InlineData(null, "", true)]
    [InlineData("192.168.1.7", "", false)]
    [InlineData("fe80::1", "", false)]
    [InlineData("127.0.0.1", "X-Forwarded-For: 203.0.113.9", false)]
    [InlineData("127.0.0.1", "Forwarded: for=203.0.113.9", false)]
    [InlineData("127.0.0.1", "X-Real-IP: 203.0.113.9", false)]
    [InlineData(null, "Via: 1.1 proxy", false)]
    [InlineData("127.0.0.1", "X-Remote-User-Id: me", true)]
    [InlineData("192.168.1.7", "X-Remote-User-Id: me", false)]
    public void Without_a_token_it_is_for_this_machine_alone(string? address, string header, bool isIn) =>
        Assert.Equal(isIn ? Admission.Granted : Admission.ForThisMachineAlone, Admit(new WebOptions(), address, header));

    [Theory]
    [InlineData("127.0.0.1", "", false)]
    [InlineData("192.168.1.7", "", false)]
    [InlineData("192.168.1.7", "Authorization: Bearer the right one", true)]
    [InlineData("192.168.1.7", "Authorization: Bearer the right on", false)]
    [InlineData("192.168.1.7", "Authorization: the right one", false)]
    [InlineData("192.168.1.7", "Cookie: edgewatch-test=the right one", false)]
    [InlineData("192.168.1.7", "Cookie: edgewatch-test=", false)]
    public void With_a_token_everybody_needs_it(string address, string header, bool isIn) =>
        Assert.Equal(isIn ? Admission.Granted : Admission.TokenNeeded, Admit(WithToken("the right one\nand a comment\n"), address, header));

    [Theory]
    [InlineData("172.30.32.2", "X-Remote-User-Id: me", true)]
    [InlineData("::ffff:172.30.32.2", "X-Remote-User-Id: me", true)]
    [InlineData("10.1.2.3", "X-Remote-User-Id: me", true)]
    [InlineData("172.30.32.2", "", false)]
    [InlineData("172.30.32.2", "X-Remote-User-Id: ", false)]
    [InlineData("172.30.32.3", "X-Remote-User-Id: me", false)]
    [InlineData("127.0.0.1", "X-Remote-User-Id: me", false)]
    [InlineData(null, "X-Remote-User-Id: me", false)]
    public void A_trusted_proxy_that_names_a_user_lets_in(string? address, string header, bool isIn)
    {
        WebOptions options = WithToken("token\n");
        options.TrustedProxies = ["172.30.32.2", "10.0.0.0/8"];

        Assert.Equal(isIn ? Admission.Granted : Admission.TokenNeeded, Admit(options, address, header));
    }

    [Fact]
    public void Whoever_comes_by_the_socket_may_be_a_trusted_proxy()
    {
        WebOptions options = WithToken("token\n");
        options.TrustedProxies = [WebOptions.UnixProxy];
        options.UserHeader = "Remote-User";

        Assert.Equal(Admission.Granted, Admit(options, null, "Remote-User: me"));
        Assert.Equal(Admission.TokenNeeded, Admit(options, "127.0.0.1", "Remote-User: me"));
    }

    [Fact]
    public void A_session_ends_when_the_token_is_another()
    {
        WebOptions options = WithToken("old\n");
        Doorkeeper doorkeeper = new(options, "test");
        Assert.Null(doorkeeper.SessionFor("new"));
        string session = doorkeeper.SessionFor(" old ")!;
        Assert.DoesNotContain("old", session, StringComparison.Ordinal);
        Assert.Equal(Admission.Granted, Admit(options, "192.168.1.7", $"Cookie: edgewatch-test={session}"));

        File.WriteAllText(options.TokenFile, "new\n");

        Assert.Equal(Admission.TokenNeeded, Admit(options, "192.168.1.7", $"Cookie: edgewatch-test={session}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(null)]
    public void A_token_that_cannot_be_read_lets_nobody_in(string? content)
    {
        WebOptions options = WithToken(content ?? "token");
        if (content is null)
        {
            File.Delete(options.TokenFile);
        }

        Assert.Equal(Admission.TokenUnreadable, Admit(options, "127.0.0.1", "Authorization: Bearer "));
        Assert.Null(new Doorkeeper(options, "test").SessionFor(""));
    }

    private static Admission Admit(WebOptions options, string? address, string header)
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        if (header.Split(": ", 2) is [var name, var value])
        {
            context.Request.Headers[name] = value;
        }

        return new Doorkeeper(options, "test").Admit(context.Request);
    }

    private WebOptions WithToken(string content)
    {
        File.WriteAllText(_folder.File("token"), content);
        return new WebOptions { TokenFile = _folder.File("token") };
    }
}

using System.Text;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Capture;

public sealed class StderrTailTests
{
    private readonly StderrTail _tail = new(Redaction.Redact);

    [Fact]
    public void Append_LinesInPieces_AreJoined()
    {
        Append("first li");
        Append("ne\nsecond line\r\nthird");
        _tail.Complete();

        Assert.Equal(["first line", "second line", "third"], _tail.Lines);
    }

    [Fact]
    public void Append_MoreThanCapacity_KeepsTheLast()
    {
        for (int i = 0; i < StderrTail.Capacity + 5; i++)
        {
            Append($"line {i}\n");
        }

        Assert.Equal(StderrTail.Capacity, _tail.Lines.Count);
        Assert.Equal("line 5", _tail.Lines[0]);
    }

    [Fact]
    public void Append_EndlessLine_IsCut()
    {
        Append(new string('x', 100_000));
        Append("\n");

        Assert.Equal(StderrTail.LongestLine, Assert.Single(_tail.Lines).Length);
    }

    [Fact]
    public void Append_Secret_IsRedacted()
    {
        Append("rtsp://adm:geheim@host/cam: failed\n");

        Assert.Equal("rtsp://***@host/cam: failed", Assert.Single(_tail.Lines));
    }

    [Fact]
    public void Append_ControlCharacters_CannotForgeTheLog()
    {
        Append("a\u001b[31mb\u0007\n");

        Assert.Equal("a?[31mb?", Assert.Single(_tail.Lines));
    }

    private void Append(string text) => _tail.Append(Encoding.UTF8.GetBytes(text));
}

using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Next_Doubles_UpToTheLongest()
    {
        RestartBackoff backoff = new(() => 0);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds));
    }

    [Fact]
    public void Next_Jitter_ShortensByAFifthAtMost()
    {
        RestartBackoff backoff = new(() => 0.5);

        Assert.Equal([0.9, 1.8, 3.6], Enumerable.Range(0, 3).Select(_ => backoff.Next().TotalSeconds));
    }

    [Fact]
    public void Reset_BeginsAnew()
    {
        RestartBackoff backoff = new(() => 0);
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(RestartBackoff.Shortest, backoff.Next());
    }
}

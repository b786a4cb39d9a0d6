using EdgeWatch.Evidence;

namespace EdgeWatch.Tests.Evidence;

public sealed class FfmpegChildTests
{
    [Fact]
    public async Task One_that_has_ended_leaves_no_pipe_open()
    {
        FfmpegChild child = FfmpegChild.Start("true", []);
        (Stream input, Stream output) = (child.Input, child.Output);

        await child.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => input.WriteByte(0));
        Assert.Throws<ObjectDisposedException>(() => output.ReadByte());
    }
}

using System.Text;
using EdgeWatch.Core.Frames;
using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class SceneWriterTests
{
    [Fact]
    public async Task WriteAsync_Scene_IsYuv4mpegWithEveryFrame()
    {
        var scene = new SceneGenerator(new() { Size = new FrameSize(64, 48), Duration = TimeSpan.FromSeconds(0.5), FramesPerSecond = 12 });
        const string Header = "YUV4MPEG2 W64 H48 F12:1 Ip A1:1 C420jpeg\n";
        using var output = new MemoryStream();

        await SceneWriter.WriteAsync(output, scene, CancellationToken.None);

        byte[] bytes = output.ToArray();
        Assert.Equal(Header + "FRAME\n", Encoding.ASCII.GetString(bytes, 0, Header.Length + 6));
        Assert.Equal(Header.Length + (6 * (6 + scene.Size.TotalBytes)), bytes.Length);
        byte[] last = new byte[scene.Size.TotalBytes];
        scene.Render(5, last);
        Assert.Equal(last, bytes[^scene.Size.TotalBytes..]);
    }
}

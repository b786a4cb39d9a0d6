using EdgeWatch.Cli.Discover;
using EdgeWatch.Configuration;
using EdgeWatch.Onvif;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Cli.Discover;

public sealed class CameraSnippetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mqtt: {host: h}\ncameras: [{id: door, source: \"rtsp://10.0.0.1/sub\"}]")]
    [InlineData("mqtt: {host: h}\ncameras:\n  - id: \"${NO_SUCH_NAME:-door}\"\n    source: \"rtsp://${NO_SUCH_HOST:-10.0.0.1}/sub\"")]
    [InlineData("mqtt: {hots: typo}\ncameras:\n  - id: door\n    source: rtsp://10.0.0.1/sub")]
    public void A_camera_is_known_however_the_config_is_written(string config)
    {
        string file = _folder.File("edgewatch.yaml");
        File.WriteAllText(file, config);

        CameraSnippet snippet = Assert.Single(CameraSnippet.Of([Door()], new CameraOptions(), file));

        Assert.True(snippet.IsKnown);
        Assert.NotEqual("door", snippet.Id);
    }

    private static FoundCamera Door() => new(
        new FoundDevice(new Uri("http://10.0.0.1/onvif/device_service"), "Door", ""),
        [new VideoStream("sub", "H264", null, 10, "rtsp://10.0.0.1/sub")],
        null);
}

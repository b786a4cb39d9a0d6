using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Hosting;

public sealed class PublicConfigurationTests
{
    private const string Secret = "s3cret";

    [Fact]
    public void No_secret_goes_out_wherever_it_stands()
    {
        EdgeWatchOptions options = new()
        {
            Node = "barn-pi",
            Cameras =
            [
                new CameraOptions { Id = "query", Source = $"http://cam/mjpeg?user=me&anything={Secret}" },
                new CameraOptions { Id = "user", Source = $"rtsp://me:{Secret}@cam/1" },
                new CameraOptions { Id = "command", Command = ["gst-launch-1.0", "rtspsrc", $"user-pw={Secret}"] },
                new CameraOptions { Id = "header", Source = "http://cam/", InputOptions = ["-headers", $"Authorization: Basic {Secret}"] },
            ],
        };

        string json = PublicConfiguration.Of(options).ToJsonString();

        Assert.DoesNotContain(Secret, json, StringComparison.Ordinal);
        Assert.Contains("gst-launch-1.0", json, StringComparison.Ordinal);
        Assert.Contains("http://cam/mjpeg?***", json, StringComparison.Ordinal);
    }

    [Fact]
    public void All_else_is_there_in_the_words_of_the_config_file()
    {
        EdgeWatchOptions options = ConfigurationReader.Read(
            "mqtt: {host: broker, tls: {}}\nalerts: {end_after: 1m30s}\ncameras: [{id: yard, source: /dev/video0, playback: loop}]\n",
            "test").Options!;

        string json = PublicConfiguration.Of(options).ToJsonString();

        Assert.Contains("\"host\":\"broker\"", json, StringComparison.Ordinal);
        Assert.Contains("\"end_after\":\"1 min 30 s\"", json, StringComparison.Ordinal);
        Assert.Contains("\"playback\":\"loop\"", json, StringComparison.Ordinal);
        Assert.Contains("\"tls\":{", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_does_not_say_what_it_holds_is_hidden()
    {
        string json = PublicConfiguration.Section(OptionSection.Declare<Forgetful>(), new Forgetful()).ToJsonString();

        Assert.Equal("""{"webhook":"***","headers":["***","***"],"empty":"","level":3}""", json);
    }

    private sealed class Forgetful
    {
        public string Webhook { get; set; } = "https://hooks/" + Secret;

        public IList<string> Headers { get; set; } = [Secret, Secret];

        public string Empty { get; set; } = "";

        public int Level { get; set; } = 3;
    }
}

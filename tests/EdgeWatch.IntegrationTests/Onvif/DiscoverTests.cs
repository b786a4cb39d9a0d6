using EdgeWatch.Configuration;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Onvif;

namespace EdgeWatch.IntegrationTests.Onvif;

/// <summary><c>edgewatch discover</c>.</summary>
public sealed class DiscoverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DiscoverTests()
    {
        File.WriteAllText(_folder.File("password"), OnvifCamera.Password + "\n");
        File.WriteAllText(
            _folder.File("edgewatch.yaml"),
            $"""
            mqtt:
              host: localhost
            cameras:
              - id: camera-127-0-0-1
                source: rtsp://10.0.0.1/
            state_directory: {_folder.Path}

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_it_prints_is_a_config()
    {
        await using OnvifCamera camera = new(OnvifMake.Modern);
        await using OnvifCamera page = new(OnvifMake.Nonsense);

        ProgramResult shown = await DiscoverAsync(camera.Host, page.Host);

        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Matches(@"(?m)^→ .* subStream +H264 +640×360 +15 +rtsp://127\.0\.0\.1:554/Streaming/Channels/102", shown.Output);
        Assert.Matches(@"(?m)^   .* mainStream +H265 +2688×1520 +20 ", shown.Output);
        Assert.Contains($"{page.Host}: no answer: ", shown.Output, StringComparison.Ordinal);
        string yaml = shown.Output[shown.Output.IndexOf("cameras:", StringComparison.Ordinal)..];
        File.WriteAllText(_folder.File("new.yaml"), $"mqtt:\n  host: localhost\nstate_directory: {_folder.Path}\n{yaml}");
        CameraOptions options = Assert.Single(ConfigurationFile.Load(_folder.File("new.yaml")).Options!.Cameras);
        Assert.Equal("camera-127-0-0-1", options.Id);
        Assert.Equal("rtsp://127.0.0.1:554/Streaming/Channels/102?transportmode=unicast&profile=P", options.Source);
        Assert.Equal(OnvifCamera.User, options.Username);
        Assert.Equal(_folder.File("password"), options.PasswordFile);
    }

    [Fact]
    public async Task A_new_camera_gets_a_file_of_its_own_and_a_known_one_none()
    {
        await using OnvifCamera camera = new(OnvifMake.Old);
        string config = _folder.File("edgewatch.yaml");

        ProgramResult added = await DiscoverAsync(camera.Host, "--add", "--config", config);
        ProgramResult again = await DiscoverAsync(camera.Host, "--add", "--config", config);

        string file = Path.Combine(_folder.Path, "conf.d", "camera-127-0-0-1-2.yaml");
        Assert.Contains($"{file}: written", added.Output, StringComparison.Ordinal);
        Assert.Contains("is in the config already", again.Output, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(Path.Combine(_folder.Path, "conf.d")));
        Assert.Equal(
            ["camera-127-0-0-1", "camera-127-0-0-1-2"],
            ConfigurationFile.Load(config).Options!.Cameras.Select(camera => camera.Id));
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said()
    {
        await using OnvifCamera camera = new(OnvifMake.Modern);
        await using OnvifCamera empty = new(OnvifMake.Modern) { WithoutStream = ["1", "2"] };

        ProgramResult declined = await DiscoverAsync(empty.Host);
        ProgramResult nobody = await BuiltProgram.RunAsync("discover", camera.Host);
        ProgramResult wrong = await BuiltProgram.RunAsync("discover", "http://");
        ProgramResult never = await BuiltProgram.RunAsync("discover", "--seconds", "0");

        Assert.Contains(
            "does not tell its streams; its own page or its maker may name their addresses (no camera at this channel)",
            declined.Output,
            StringComparison.Ordinal);
        Assert.Contains("give --username and --password-file", nobody.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (nobody.ExitCode, wrong.ExitCode, never.ExitCode));
        Assert.Contains("\"http://\" is no camera's address; 192.168.1.20, ", wrong.ToString(), StringComparison.Ordinal);
        Assert.Contains("--seconds 0: not allowed; above 0 and up to 60 is.", never.ToString(), StringComparison.Ordinal);
    }

    private Task<ProgramResult> DiscoverAsync(params string[] arguments) => BuiltProgram.RunAsync(
        ["discover", .. arguments, "--username", OnvifCamera.User, "--password-file", _folder.File("password")]);
}

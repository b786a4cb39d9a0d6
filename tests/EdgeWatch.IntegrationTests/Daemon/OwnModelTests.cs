using EdgeWatch.Model;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A model of one's own, by its path in the config.</summary>
public sealed class OwnModelTests : IDisposable
{
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    private readonly DaemonSite _site = new();

    public OwnModelTests()
    {
        foreach (string extension in new[] { ".json", ".onnx" })
        {
            File.Copy(Path.ChangeExtension(OnnxPatchModel.DefaultManifest, extension), _site.File("own" + extension));
        }

        // The manifest names its two networks; the first is called differently here, the second lies beside it as it is.
        string manifest = File.ReadAllText(Manifest);
        System.Text.RegularExpressions.Regex file = new("\"file\": \"([^\"]*)\"");
        string looks = file.Matches(manifest)[1].Groups[1].Value;
        File.Copy(Path.Combine(Path.GetDirectoryName(OnnxPatchModel.DefaultManifest)!, looks), _site.File(looks));
        File.WriteAllText(Manifest, file.Replace(manifest, "\"file\": \"own.onnx\"", 1));
        _site.Configure(brokerPort: 1, "30s", Refusing);
        File.AppendAllText(_site.ConfigFile, "\nmodel: own.json\n");
    }

    private string Manifest => _site.File("own.json");

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public async Task It_is_taken_from_beside_the_config()
    {
        File.WriteAllText(
            Manifest, File.ReadAllText(Manifest).Replace("\"name\": \"edgewatch-v", "\"name\": \"mine-v", StringComparison.Ordinal));

        ProgramResult check = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();

        Assert.Contains("mine-v", check.Output, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public Task A_null_in_its_manifest_is_told_and_ends_with_code_78() =>
        RefusesAsync(
            "$.golden", File.ReadAllText(Manifest).Replace("\"golden\": {", "\"golden\": null, \"was\": {", StringComparison.Ordinal));

    [ToolFact("ffmpeg")]
    public Task A_golden_question_without_tokens_is_told_and_ends_with_code_78() =>
        RefusesAsync("golden.tokens is 0", File.ReadAllText(Manifest).Replace("\"tokens\": 12", "\"tokens\": 0", StringComparison.Ordinal));

    [ToolFact("ffmpeg")]
    public async Task A_network_that_is_not_the_manifests_is_told_and_ends_with_code_78()
    {
        await File.AppendAllTextAsync(_site.File("own.onnx"), "x");

        await RefusesAsync("SHA-256", await File.ReadAllTextAsync(Manifest));
    }

    [ToolFact("ffmpeg")]
    public async Task A_manifest_that_is_none_is_told_and_ends_with_code_78()
    {
        await RefusesAsync("own.json:1", "{");

        ProgramResult check = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);
        Assert.Contains("own.json:1", check.Output, StringComparison.Ordinal);
        Assert.Equal(78, check.ExitCode);
    }

    private async Task RefusesAsync(string message, string manifest)
    {
        await File.WriteAllTextAsync(Manifest, manifest);

        ProgramResult run = await BuiltProgram.RunAsync("run", "--config", _site.ConfigFile);

        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Equal(78, run.ExitCode);
    }
}

using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.Tests.Configuration.Editing;

/// <summary>A threshold is written into the file of its camera, and never one with which the config could not be read again.</summary>
public sealed class ThresholdEditorTests : IDisposable
{
    /// <summary>A file system in memory gives its files room in pages.</summary>
    private const int PageBytes = 4096;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_threshold_is_written_where_its_camera_stands()
    {
        string main = Write("edgewatch.yaml", "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0}] # mine\n");

        Assert.Equal(main, EditorOf(main).Write("door", 0.6).File);

        Assert.Equal(
            "mqtt: {host: h}\ncameras: [{id: door, alerts: {threshold: 0.6}, source: /dev/video0}] # mine\n", File.ReadAllText(main));
    }

    [Theory]
    [InlineData("alerts: {hysteresis: 0.3}", "0.3")]
    [InlineData("cameras: [{id: door, alerts: {hysteresis: 0.45}}]", "0.45")]
    public void A_threshold_that_a_profile_does_not_bear_is_not_written(string profile, string hysteresis)
    {
        string text = $"mqtt: {{host: h}}\ncameras: [{{id: door, source: /dev/video0}}]\nprofiles: [{{name: away, {profile}}}]\n";
        string main = Write("edgewatch.yaml", text);
        Assert.True(ConfigurationFile.Load(main).IsValid);

        EditRefusedException refused = Assert.Throws<EditRefusedException>(() => EditorOf(main).Write("door", 0.25));

        Assert.Equal(EditFault.Mistakes, refused.Fault);
        Assert.StartsWith("profiles[0].", refused.Message, StringComparison.Ordinal);
        Assert.Contains(hysteresis, refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(main));
    }

    [MountFact]
    public void A_disk_that_has_no_room_for_the_new_text_keeps_the_old_one()
    {
        using SmallDisk disk = new(_folder.File("etc"));
        string text = "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0}]\n".PadRight(PageBytes * 2, '#');
        string main = Write("etc/edgewatch.yaml", text);
        File.WriteAllText(main + ".before-edit", text);
        disk.Fill();

        EditRefusedException refused = Assert.Throws<EditRefusedException>(() => EditorOf(main).Write("door", 0.6));

        Assert.Equal(EditFault.Unwritable, refused.Fault);
        Assert.Equal(text, File.ReadAllText(main));
    }

    private static ThresholdEditor EditorOf(string file) => new(new ConfigurationEditor(file));

    private string Write(string name, string text)
    {
        string file = _folder.File(name);
        File.WriteAllText(file, text);
        return file;
    }
}

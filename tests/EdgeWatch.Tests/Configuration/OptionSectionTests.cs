using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

/// <summary>Who adds a key and forgets to say what it holds, or adds a section and forgets to list it, comes here.</summary>
public sealed class OptionSectionTests
{
    private static readonly TextContent[] Paths = [TextContent.Path, TextContent.File, TextContent.PasswordFile];

    public static TheoryData<string> Keys =>
        [.. OptionSection.All.SelectMany(section => section.Keys.Select(key => $"{section.Type.Name} {key.Name}"))];

    [Fact]
    public void Every_options_type_is_a_section()
    {
        IEnumerable<string> types = typeof(EdgeWatchOptions).Assembly.GetTypes()
            .Where(type => type.FullName!.StartsWith(typeof(EdgeWatchOptions).Namespace! + ".", StringComparison.Ordinal)
                && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => type.Name);

        Assert.Equal(types.Order(), OptionSection.All.Select(section => section.Type.Name).Order());
        Assert.Equal(20, OptionSection.All.Count);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_text_says_what_it_holds_and_nothing_else_does(string name)
    {
        OptionKey key = Named(name);

        Assert.True(
            key.HoldsText == key.SaysWhatItHolds,
            $"{name}: [Holds(TextContent.…)] belongs to texts and lists of texts, and to each of them");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_that_is_named_like_a_file_or_folder_is_a_path(string name)
    {
        OptionKey key = Named(name);

        bool isNamedSo = key.Name.EndsWith("_file", StringComparison.Ordinal) || key.Name.EndsWith("_directory", StringComparison.Ordinal);
        Assert.True(!isNamedSo || Paths.Contains(key.Content), $"{name} holds {key.Content}");
        Assert.Equal(
            key.Name.EndsWith("password_file", StringComparison.Ordinal) || key.Name.EndsWith("token_file", StringComparison.Ordinal),
            key.Content == TextContent.PasswordFile);
    }

    [Fact]
    public void Every_path_starts_at_the_files_folder_wherever_it_stands()
    {
        EdgeWatchOptions options = new() { Mqtt = { Tls = new MqttTlsOptions() }, Cameras = [new CameraOptions(), new CameraOptions()] };
        PlacedKey[] texts = [.. OptionSection.Walk(options).Where(placed => placed.Key.Type == typeof(string))];
        Array.ForEach(texts, placed => placed.Key.Set(placed.Section, "a/b"));

        Assert.Empty(ReferencedFiles.Complete(options, _ => "/etc/edgewatch", home: ""));

        string[] expected =
        [
            "state_directory", "model", "mqtt.password_file", "mqtt.tls.ca_file", "mqtt.tls.certificate_file", "mqtt.tls.key_file",
            "cameras[0].source", "cameras[0].password_file", "cameras[1].source", "cameras[1].password_file",
        ];
        Assert.Equal(expected, texts.Where(placed => placed.Key.Get(placed.Section) is "/etc/edgewatch/a/b").Select(placed => placed.Path));
    }

    private static OptionKey Named(string name)
    {
        string[] parts = name.Split(' ');
        return OptionSection.All.Single(section => section.Type.Name == parts[0]).FindKey(parts[1])!;
    }
}

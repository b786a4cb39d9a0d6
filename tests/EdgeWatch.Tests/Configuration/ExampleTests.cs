using System.Text.RegularExpressions;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

/// <summary>The example is the reference of all keys, so it must load and must not fall behind the options.</summary>
public sealed class ExampleTests
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "edgewatch.example.yaml");

    [Fact]
    public void Example_as_it_is_has_no_mistakes()
    {
        LoadedConfiguration loaded = ConfigurationFile.Load(Path);

        Assert.Empty(loaded.Mistakes);
        Assert.Equal("front_door", Assert.Single(loaded.Options!.Cameras).Id);
    }

    [Fact]
    public void Example_with_every_key_in_use_has_no_mistakes()
    {
        LoadedConfiguration loaded = ConfigurationReader.Read(Reference(), "reference");

        Assert.Empty(loaded.Mistakes);
        Assert.Equal(["yard", "pipeline", "replay"], loaded.Options!.Cameras.Select(c => c.Id));
    }

    [Fact]
    public void Example_mentions_every_key()
    {
        string reference = Reference();

        Assert.All(OptionSection.All.SelectMany(section => section.Keys), key => Assert.Matches($@"(?m)^[ -]*{key.Name}:", reference));
    }

    /// <summary>The lower part with its keys turned on and the prose left out.</summary>
    internal static string Reference()
    {
        string text = File.ReadAllText(Path);
        string lower = text[text.IndexOf("# Every key", StringComparison.Ordinal)..];
        return Regex.Replace(lower, @"(?m)^#(?=\S|  +(\w+:|- ))(?!# )", "");
    }
}

using System.Text;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Hostile;

/// <summary>Config files, which also come from afar: <c>request/config/check</c> takes one.</summary>
public sealed class ConfigInputTests
{
    private const int Kilobyte = 1024;

    [Fact]
    public Task Config_files() => HostileInputs.Configuration.FeedAsync(
        new Mutation(
            [
                """
                node: barn
                mqtt: {host: broker, port: 1883, tls: {}}
                alerts: {threshold: 0.5, end_after: 1m30s}
                cameras:
                  - id: yard
                    source: rtsp://cam/1
                    frames_per_second: 10
                """u8.ToArray(),
                """
                mqtt:
                  host: '[::1]'   # comment
                web: {listen: "127.0.0.1:9464"}
                cameras:
                  - {id: a, source: /dev/video0, input_options: [-hwaccel, auto]}
                  - id: b
                    command: [cat, /clip.y4m]
                """u8.ToArray(),
            ],
            "- ", "\n  ", "\t", "&a ", "*a", "<<: *a\n", "!!", "? ", "|\n", ">", "---\n", "...\n", "%YAML 9\n", "\"\\x", "id: ", "schema: ",
            "${HOME}", "${", "#", "'", "\u00A0").Next,
        input =>
        {
            LoadedConfiguration loaded = ConfigurationReader.Read(Encoding.UTF8.GetString(input), "test.yaml");
            Assert.True(loaded.IsValid || loaded.Mistakes.Count > 0);
            Assert.All(loaded.Mistakes, mistake => Assert.NotEmpty(mistake.Message));
            return loaded.IsValid;
        },
        length => (2 * Kilobyte * Kilobyte) + (4L * Kilobyte * length));

    /// <summary>A stack that is full ends the program at once: nothing catches that.</summary>
    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("!!seq [")]
    public void Depth_is_a_mistake_like_others(string opening)
    {
        string text = string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.NotEmpty(ConfigurationReader.Read(text, "test.yaml").Mistakes);
    }

    /// <summary>Each line ten times the one before: a billion values, if somebody wrote them out.</summary>
    [Fact]
    public void Aliases_of_aliases_take_no_memory()
    {
        StringBuilder text = new("a: &a0 [x]\n");
        for (int i = 1; i <= 9; i++)
        {
            text.Append($"{(char)('a' + i)}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        LoadedConfiguration loaded = ConfigurationReader.Read(text.ToString(), "test.yaml");

        Assert.NotEmpty(loaded.Mistakes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * Kilobyte * Kilobyte);
    }
}

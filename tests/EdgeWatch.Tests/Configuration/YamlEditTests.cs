using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Tests.Configuration;

/// <summary>One value changes; comments, spaces and line ends stay.</summary>
public sealed class YamlEditTests
{
    private const string Threshold = "cameras[1].alerts.threshold";

    public static TheoryData<string, string, string> Cases => new()
    {
        // A value that is there, with all that can stand around it.
        { "alerts.threshold", "alerts:\n  threshold: 0.5   # mine\n  x: 1s\n", "alerts:\n  threshold: 0.75   # mine\n  x: 1s\n" },
        { "alerts.threshold", "alerts: {cooldown: 1s, threshold: 0.5} # x", "alerts: {cooldown: 1s, threshold: 0.75} # x" },
        { "alerts.threshold", "alerts:\n  threshold: \"0.5\"\n", "alerts:\n  threshold: 0.75\n" },
        { "alerts.threshold", "alerts:\r\n  threshold: 0.5\r\nnode: n\r\n", "alerts:\r\n  threshold: 0.75\r\nnode: n\r\n" },
        { "alerts.threshold", "# ümlaut\nalerts: {threshold: 0.5}\n", "# ümlaut\nalerts: {threshold: 0.75}\n" },
        { "alerts.threshold", "alerts:\n  threshold:\n", "alerts:\n  threshold: 0.75\n" },

        // A section that is there, without the key.
        { "alerts.threshold", "alerts:\n    cooldown: 1s # c\nnode: n\n", "alerts:\n    cooldown: 1s # c\n    threshold: 0.75\nnode: n\n" },
        { "alerts.threshold", "alerts: {}\n", "alerts: {threshold: 0.75}\n" },
        { "alerts.threshold", "alerts: {cooldown: 1s}\n", "alerts: {cooldown: 1s, threshold: 0.75}\n" },
        { "alerts.threshold", "alerts:\nnode: n\n", "alerts:\n  threshold: 0.75\nnode: n\n" },
        { "alerts.threshold", "alerts: # none yet\nnode: n\n", "alerts: # none yet\n  threshold: 0.75\nnode: n\n" },

        // No section yet.
        { "alerts.threshold", "node: n", "node: n\nalerts:\n  threshold: 0.75\n" },
        {
            Threshold,
            "cameras:\n  - id: a\n    source: x\n  # the yard\n  - id: b   # b\n    source: y\n",
            "cameras:\n  - id: a\n    source: x\n  # the yard\n  - id: b   # b\n    alerts:\n      threshold: 0.75\n    source: y\n"
        },
        {
            Threshold,
            "cameras:\n- id: a\n- alerts: {threshold: 1}\n  id: b\n",
            "cameras:\n- id: a\n- alerts: {threshold: 0.75}\n  id: b\n"
        },
        {
            Threshold,
            "cameras:\n- id: a\n- alerts:\n    cooldown: 1s\n  id: b\n",
            "cameras:\n- id: a\n- alerts:\n    cooldown: 1s\n    threshold: 0.75\n  id: b\n"
        },
        {
            Threshold,
            "cameras: [{id: a}, {id: b, source: y}]",
            "cameras: [{id: a}, {id: b, alerts: {threshold: 0.75}, source: y}]"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_value_changes_and_nothing_else(string path, string text, string expected) =>
        Assert.Equal(expected, YamlEdit.Set(text, path, "0.75"));

    [Fact]
    public void The_whole_example_but_one_value_stays_as_it_is()
    {
        string example = ExampleTests.Reference();

        string changed = YamlEdit.Set(example, "cameras[0].alerts.threshold", "0.85");

        Assert.Equal(example.Replace("      threshold: 0.7\n", "      threshold: 0.85\n", StringComparison.Ordinal), changed);
        Assert.NotEqual(example, changed);
    }

    [Theory]
    [InlineData("cameras[2].alerts.threshold", "cameras: [{id: a}]")]
    [InlineData("alerts.threshold", "alerts: [1, 2]\n")]
    [InlineData("alerts.threshold", "alerts: {threshold: {a: 1}}\n")]
    [InlineData("alerts.threshold", "alerts: text\n")]
    [InlineData("alerts.threshold", "alerts: {threshold: \n")]
    [InlineData("alerts.threshold", "a: b\n---\nc: d\n")]
    public void What_cannot_be_changed_safely_is_refused(string path, string text)
    {
        YamlEditException refused = Assert.Throws<YamlEditException>(() => YamlEdit.Set(text, path, "0.75"));

        Assert.Contains($"{path}: 0.75", refused.Message, StringComparison.Ordinal);
    }
}

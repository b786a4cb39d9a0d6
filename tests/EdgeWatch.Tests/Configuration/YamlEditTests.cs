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

    [Theory]
    [InlineData("z: [[0, 1], [1, 1]] # c\n", "z: [[0, 0.5]] # c\n")]
    [InlineData("z:\n  - [0, 1]\n  - [1, 1] # c\nn: 1\n", "z:\n  [[0, 0.5]] # c\nn: 1\n")]
    [InlineData("z: [\n  [0, 1],\n  [1, 1]]\nn: 1\n", "z: [[0, 0.5]]\nn: 1\n")]
    [InlineData("n: 1\n", "n: 1\nz: [[0, 0.5]]\n")]
    public void A_list_is_replaced_by_another(string text, string expected) =>
        Assert.Equal(expected, YamlEdit.Set(text, "z", "[[0, 0.5]]"));

    [Theory]
    [InlineData(
        "z: # mine\n  - name: b # b\n\n# n\nn: 1\n",
        "z: # mine\n  - name: b # b\n  - name: a\n    points: [[0, 1]]\n\n# n\nn: 1\n")]
    [InlineData("z:\n- points:\n  - 1\n  - 2\n  name: b", "z:\n- points:\n  - 1\n  - 2\n  name: b\n- name: a\n  points: [[0, 1]]\n")]
    [InlineData("z: [{name: b}] # c\n", "z: [{name: b}, {name: a, points: [[0, 1]]}] # c\n")]
    [InlineData("z: []\n", "z: [{name: a, points: [[0, 1]]}]\n")]
    [InlineData("z:\nn: 1\n", "z:\n  - name: a\n    points: [[0, 1]]\nn: 1\n")]
    [InlineData("n: 1 # n\n# end\n", "n: 1 # n\nz:\n  - name: a\n    points: [[0, 1]]\n# end\n")]
    [InlineData("{n: 1}", "{n: 1, z: [{name: a, points: [[0, 1]]}]}")]
    public void An_item_comes_to_the_end_of_a_list(string text, string expected) =>
        Assert.Equal(expected, YamlEdit.Append(text, "z", [("name", "a"), ("points", "[[0, 1]]")]));

    [Fact]
    public void An_item_comes_to_a_list_that_is_not_there_yet_at_the_end_of_its_section() => Assert.Equal(
        "c:\n  - id: a # a\n    alerts:\n      threshold: 1 # t\n    z:\n      - name: a\n  # b\n  - id: b\n",
        YamlEdit.Append("c:\n  - id: a # a\n    alerts:\n      threshold: 1 # t\n  # b\n  - id: b\n", "c[0].z", [("name", "a")]));

    [Theory]
    [InlineData("z[0]", "z:\n  - name: a # a\n    x: 1\n  # b\n  - name: b\n", "z:\n  # b\n  - name: b\n")]
    [InlineData("z[1]", "z:\n  - name: a # a\n  # b\n  - name: b\n    x: [1,\n      2]\nn: 1\n", "z:\n  - name: a # a\n  # b\nn: 1\n")]
    [InlineData("z[0]", "z:\n  - name: a\nn: 1\n", "z:\nn: 1\n")]
    [InlineData("z[0]", "z: [{name: a}, {name: b}]\n", "z: [{name: b}]\n")]
    [InlineData("z[1]", "z: [{name: a}, {name: b}] # c\n", "z: [{name: a}] # c\n")]
    [InlineData("z[0]", "z: [{name: a}]\n", "z: []\n")]
    [InlineData("z[0].x", "z:\n  - name: a\n    x: 1 # one\n    y: 2\n", "z:\n  - name: a\n    y: 2\n")]
    [InlineData("z[0].x", "z:\n  - x: 1\n    y: 2\n", "z:\n  - y: 2\n")]
    [InlineData("z[0].x", "z: [{y: 2, x: 1}]\n", "z: [{y: 2}]\n")]
    public void What_is_removed_takes_nothing_else_along(string path, string text, string expected) =>
        Assert.Equal(expected, YamlEdit.Remove(text, path));

    [Fact]
    public void A_list_with_a_comment_within_is_not_replaced() => Assert.Throws<YamlEditException>(
        () => YamlEdit.Set("z:\n  - [0, 1] # the gate\n  - [1, 1]\n", "z", "[[0, 0.5]]"));

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

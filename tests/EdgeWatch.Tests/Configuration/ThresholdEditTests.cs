using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

/// <summary>A threshold is written where a person would have written it, and nothing else changes.</summary>
public sealed class ThresholdEditTests
{
    private const string Head = "# my house\nmqtt: {host: nas}   # upstairs\n\ncameras:\n";

    [Theory]
    [InlineData(
        "  - id: yard   # behind\n    source: /dev/video0\n",
        "  - id: yard   # behind\n    alerts: {threshold: 0.65}\n    source: /dev/video0\n")]
    [InlineData(
        "  - source: /dev/video0\n    id: 'yard'",
        "  - source: /dev/video0\n    id: 'yard'\n    alerts: {threshold: 0.65}")]
    [InlineData(
        "- id: yard\n  source: /dev/video0\n  alerts:\n    threshold: 0.5   # was too loud\n    cooldown: 1min\n",
        "- id: yard\n  source: /dev/video0\n  alerts:\n    threshold: 0.65   # was too loud\n    cooldown: 1min\n")]
    [InlineData(
        "- id: yard\n  source: /dev/video0\n  alerts:\n    cooldown: 1min   # gusts\n  enabled: true\n",
        "- id: yard\n  source: /dev/video0\n  alerts:\n    cooldown: 1min   # gusts\n    threshold: 0.65\n  enabled: true\n")]
    [InlineData(
        "- {id: yard, source: /dev/video0}   # short\n",
        "- {id: yard, alerts: {threshold: 0.65}, source: /dev/video0}   # short\n")]
    [InlineData(
        "- {id: yard, source: /dev/video0, alerts: {end_after: 2s}}\n",
        "- {id: yard, source: /dev/video0, alerts: {end_after: 2s, threshold: 0.65}}\n")]
    [InlineData(
        "- id: yard\n  source: /dev/video0\n  alerts: {}\n",
        "- id: yard\n  source: /dev/video0\n  alerts: {threshold: 0.65}\n")]
    [InlineData(
        "- id: door\n  source: /dev/video1\n  alerts: {threshold: 0.4}\n- id: yard\n  source: /dev/video0\n",
        "- id: door\n  source: /dev/video1\n  alerts: {threshold: 0.4}\n- id: yard\n  alerts: {threshold: 0.65}\n  source: /dev/video0\n")]
    public void One_value_changes(string before, string after) =>
        Assert.Equal(Head + after, ThresholdEdit.Apply(Head + before, "yard", 0.65));

    [Theory]
    [InlineData("- id: door\n  source: /dev/video0\n")]
    [InlineData("- id: yard\n")]
    public void What_cannot_be_done_without_other_changes_is_not_done(string cameras) =>
        Assert.Null(ThresholdEdit.Apply(Head + cameras, "yard", 0.65));
}

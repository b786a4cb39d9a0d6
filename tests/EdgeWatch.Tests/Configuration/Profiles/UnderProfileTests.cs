using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Tests.Configuration.Profiles;

public sealed class UnderProfileTests
{
    private static readonly EdgeWatchOptions Options = ConfigurationReader.Read(
        """
        alerts: {threshold: 0.5, cooldown: 20s}
        cameras:
          - id: yard
            source: /dev/video0
            zones:
              - {name: drive, points: [[0, 0], [1, 0], [1, 1]], threshold: 0.6, minimum_stay: 5s}
              - {name: path, points: [[0, 0], [1, 0], [1, 1]]}
          - {id: door, source: /dev/video1, alerts: {threshold: 0.7}}
          - {id: gate, source: /dev/video2, enabled: false}
        profiles:
          - name: night
            alerts: {sensitivity: {false_alarms_per_day: 10}}
            cameras:
              - {id: yard, zones: [{name: drive, threshold: 0.8}, {name: path, enabled: false}]}
              - {id: gate, enabled: true, alerts: {threshold: 0.3, end_after: 9s}}
        """,
        "f").Options!;

    [Fact]
    public void What_a_profile_does_not_name_is_as_without_it()
    {
        CameraSettings door = SettingsOf("door", "night");

        Assert.Equal((0.7, true), (door.Alerts.Threshold, door.Options.Enabled));
        Assert.Same(Options, UnderProfile.Of(Options, ProfileOptions.Plain));
        Assert.Equal(0.5, SettingsOf("yard", "default").Alerts.Threshold);
    }

    [Fact]
    public void A_camera_goes_by_the_most_special_word()
    {
        Assert.Equal(0.4, SettingsOf("yard", "night").Alerts.Threshold, 9);
        CameraSettings gate = SettingsOf("gate", "night");
        Assert.True(gate.Options.Enabled);
        Assert.Equal(
            (0.3, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(20)),
            (gate.Alerts.Threshold, gate.Alerts.EndAfter, gate.Alerts.Cooldown));
    }

    [Fact]
    public void Zones_differ_and_stay_where_they_are()
    {
        IReadOnlyList<Zone> plain = SettingsOf("yard", "default").Zones;
        IReadOnlyList<Zone> night = SettingsOf("yard", "night").Zones;

        Assert.Equal([plain[0] with { Threshold = 0.8 }, plain[1] with { IsOn = false }], night);
    }

    /// <summary>So that no camera starts again when the profile changes.</summary>
    [Fact]
    public void Only_keys_differ_that_hold_at_once()
    {
        EdgeWatchOptions night = UnderProfile.Of(Options, "night");

        OptionChange[] changes =
        [
            .. OptionChanges.Between(Options, night),
            .. Options.Cameras.Zip(night.Cameras).SelectMany(pair => OptionChanges.Between(pair.First, pair.Second)),
        ];
        Assert.Equal(
            ["alerts.threshold", "alerts.sensitivity", "zones", "enabled", "alerts.threshold", "alerts.end_after"],
            changes.Select(change => change.Path));
        Assert.All(changes, change => Assert.Equal(Effect.AtOnce, change.Effect));
    }

    private static CameraSettings SettingsOf(string id, string profile)
    {
        EdgeWatchOptions profiled = UnderProfile.Of(Options, profile);
        return CameraSettings.Of(profiled.Cameras.Single(camera => camera.Id == id), profiled);
    }
}

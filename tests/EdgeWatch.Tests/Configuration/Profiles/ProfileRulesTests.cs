using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration.Profiles;

/// <summary>What can be wrong with profiles, schedule and quiet hours is told with its place and what is right.</summary>
public sealed class ProfileRulesTests
{
    private const string Yard = """
        cameras:
          - id: yard
            source: /dev/video0
            zones:
              - {name: drive, points: [[0, 0], [1, 0], [1, 1]], threshold: 0.6}
              - {name: tree, kind: ignore, points: [[0, 0], [1, 0], [1, 1]]}
          - {id: door, source: /dev/video1, alerts: {threshold: 0.3}}
        profiles:
          - {name: night, alerts: {threshold: 0.4}, cameras: [{id: yard, zones: [{name: drive, enabled: false}]}]}
          - {name: away, cameras: [{id: door, enabled: false}]}

        """;

    private static readonly int Lines = Yard.Split('\n').Length - 1;

    [Theory]
    [InlineData("time_zone: Europe/Berlin\ndefault_profile: away")]
    [InlineData("schedule:\n  - {profile: night, from: 22:00, to: 6:00}\n  - {profile: away, days: [mon-fri], from: 8:00, to: 17:30}")]
    [InlineData("quiet_hours: [{days: [fri-mon], from: 23:00, to: 23:00}]")]
    [InlineData("schedule: [{profile: default, days: [sat, sun]}, {profile: away, days: [mon-fri]}]")]
    public void These_are_right(string text) => Assert.Empty(ConfigurationReader.Read(Yard + text, "f").Mistakes);

    [Theory]
    [InlineData(
        "time_zone: Europe/Berlim", 1, 1, "time_zone",
        "'Europe/Berlim' is no time zone that this machine knows; did you mean Europe/Berlin?")]
    [InlineData(
        "time_zone: ../../etc/passwd", 1, 1, "time_zone",
        "is no time zone that this machine knows; they are named as in /usr/share/zoneinfo")]
    [InlineData(
        "default_profile: nigth", 1, 1, "default_profile",
        "there is no profile 'nigth'; did you mean night? (there are: night, away, default)")]
    [InlineData("schedule: [{profile: hom}]", 1, 13, "schedule[0].profile", "there is no profile 'hom'; there are: night, away, default")]
    [InlineData("schedule: [{from: 8:00}]", 1, 12, "schedule[0].profile", "is required: which profile holds then")]
    [InlineData(
        "schedule: [{profile: away, from: 24:00}]", 1, 28, "schedule[0].from",
        "'24:00' is not a time of day from 0:00 to 23:59, such as 22:30 (midnight is 0:00)")]
    [InlineData(
        "schedule: [{profile: away, days: [mon, monday]}]", 1, 40, "schedule[0].days[1]",
        "'monday' is no day; mon, tue, wed, thu, fri, sat or sun, or some in a row such as mon-fri is")]
    [InlineData(
        "schedule: [{profile: away, from: 8:00, to: 12:00}, {profile: night, from: 11:00, to: 13:00}]", 1, 69, "schedule[1].from",
        "every day 11:00-13:00 overlaps with schedule[0] (every day 08:00-12:00); only one can hold at a time")]
    [InlineData(
        "quiet_hours: [{days: [mon]}, {days: [sun], from: 23:00, to: 1:00}]", 1, 44, "quiet_hours[1].from",
        "sun 23:00-01:00 overlaps with quiet_hours[0] (mon 00:00-00:00)")]
    public void Mistakes_in_times_are_told(string text, int line, int column, string key, string message)
    {
        ConfigurationMistake mistake = Assert.Single(ConfigurationReader.Read(Yard + text, "f").Mistakes);

        Assert.Equal((Lines + line, column, key), (mistake.Line, mistake.Column, mistake.Key));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- {quiet: true}", "name", "is required: the profile's name")]
    [InlineData("- {name: auto}", "name", "auto has a meaning of its own")]
    [InlineData("- {name: default}", "name", "choose another name")]
    [InlineData("- {name: At Home}", "name", "a–z, 0–9, _ and - are")]
    [InlineData("- {name: away}", "name", "profiles[1] has the same name")]
    [InlineData("- {name: x, alerts: {threshold: 2}}", "alerts.threshold", "2 is not allowed; 0.05–1")]
    [InlineData(
        "- {name: x, alerts: {hysteresis: 0.35}}", "alerts",
        "together with what camera door says, the threshold would be 0.3 and the hysteresis 0.35")]
    [InlineData(
        "- {name: x, cameras: [{id: yrad}]}", "cameras[0].id",
        "there is no camera 'yrad'; did you mean yard? (there are: yard, door)")]
    [InlineData("- {name: x, cameras: [{enabled: true}]}", "cameras[0].id", "is required: which camera differs")]
    [InlineData("- {name: x, cameras: [{id: yard}, {id: yard}]}", "cameras[1].id", "yard stands in this profile twice")]
    [InlineData(
        "- {name: x, cameras: [{id: door, alerts: {hysteresis: 0.3}}]}", "cameras[0].alerts.hysteresis",
        "the hysteresis (0.3) must be less than the threshold (0.3)")]
    [InlineData("- {name: x, cameras: [{id: door, zones: [{name: drive}]}]}", "cameras[0].zones[0].name", "camera door has no zones")]
    [InlineData(
        "- {name: x, cameras: [{id: yard, zones: [{name: driv}]}]}", "cameras[0].zones[0].name",
        "camera yard has no zone 'driv'; did you mean drive?")]
    [InlineData(
        "- {name: x, cameras: [{id: yard, zones: [{name: tree}]}]}", "cameras[0].zones[0].name",
        "only zones of the kind watch differ")]
    [InlineData(
        "- {name: x, cameras: [{id: yard, zones: [{name: drive, threshold: 0.01}]}]}", "cameras[0].zones[0].threshold",
        "0.01 is not allowed")]
    [InlineData(
        "- {name: x, cameras: [{id: yard, zones: [{name: drive, minimum_stay: 2h}]}]}", "cameras[0].zones[0].minimum_stay",
        "2 h is not allowed")]
    [InlineData(
        "- {name: x, cameras: [{id: yard, zones: [{name: drive, threshold: 0.1}]}]}", "alerts",
        "together with what camera yard says, the threshold would be 0.1")]
    public void Mistakes_in_profiles_are_told(string profile, string key, string message)
    {
        ConfigurationMistake mistake = Assert.Single(ConfigurationReader.Read($"{Yard}  {profile}\n", "f").Mistakes);

        Assert.Equal((Lines + 1, $"profiles[2].{key}"), (mistake.Line, mistake.Key));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_that_is_to_be_ignored_cannot_be_off() => Assert.Contains(
        "cameras[0].zones[1].enabled",
        ConfigurationReader.Read(Yard.Replace("kind: ignore", "kind: ignore, enabled: false", StringComparison.Ordinal), "f")
            .Mistakes.Select(mistake => mistake.Key));
}

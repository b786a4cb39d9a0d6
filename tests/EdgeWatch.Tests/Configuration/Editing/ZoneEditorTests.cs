using EdgeWatch.Configuration.Editing;
using EdgeWatch.Core.Zones;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.Tests.Configuration.Editing;

/// <summary>Zones of one camera change in the file in which it stands; the rest of the config stays, and stays right.</summary>
public sealed class ZoneEditorTests : IDisposable
{
    private static readonly RelativePoint[] Square = [new(0.1, 0.1), new(0.5, 0.1), new(0.5, 0.5), new(0.1, 0.5)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_camera_in_a_file_of_its_own_is_changed_there()
    {
        string main = Write("edgewatch.yaml", "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0}]\n");
        string yard = Write(
            "conf.d/yard.yaml",
            "cameras:\n  - id: yard # mine\n    source: /dev/video1\n    zones:\n      # a\n      - name: a\n"
            + "        points: [[0, 0], [1, 0], [1, 1]] # all\n        minimum_stay: 10s\n"
            + "      - {name: b, kind: ignore, points: [[0, 0], [1, 0], [1, 1]]}\n");
        ZoneEditor editor = EditorOf(main);

        CameraAreas read = editor.Read("yard");
        Assert.Equal(Path.Combine("conf.d", "yard.yaml"), read.File);
        Assert.Null(read.Obstacle);
        editor.Save("yard", read.Version, [read.Areas[0] with { Points = Square, Threshold = 0.6 }, New("c")]);

        Assert.Equal(
            "cameras:\n  - id: yard # mine\n    source: /dev/video1\n    zones:\n      # a\n      - name: a\n        threshold: 0.6\n"
            + "        points: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]] # all\n        minimum_stay: 10s\n"
            + "      - name: c\n        points: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]\n",
            File.ReadAllText(yard));
        Assert.Contains("{name: b", File.ReadAllText(yard + ".before-edit"), StringComparison.Ordinal);
        Assert.DoesNotContain("zones", File.ReadAllText(main), StringComparison.Ordinal);
        Assert.Equal(["a", "c"], editor.Read("yard").Areas.Select(area => area.Name));
    }

    [Fact]
    public void A_zone_becomes_a_mask_and_what_was_set_elsewhere_stays()
    {
        string main = Write("edgewatch.yaml", """
            mqtt: {host: h}
            cameras:
              - id: door
                source: /dev/video0
                zones:
                  - {name: a, enabled: false, minimum_stay: "${STAY:-5s}", points: [[0, 0], [1, 0], [1, 1]]}
                  - {name: b, points: [[0, 0], [1, 0], [1, 1]]}
                frames_per_second: 9 # nine

            """);
        ZoneEditor editor = EditorOf(main);
        CameraAreas read = editor.Read("door");

        editor.Save("door", read.Version, [read.Areas[1] with { Was = null, Kind = null }, read.Areas[0] with { Points = Square }]);

        Assert.Equal("""
            mqtt: {host: h}
            cameras:
              - id: door
                source: /dev/video0
                zones:
                  - {name: a, enabled: false, minimum_stay: "${STAY:-5s}", points: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]}
                frames_per_second: 9 # nine
                privacy_masks:
                  - name: b
                    points: [[0, 0], [1, 0], [1, 1]]

            """, File.ReadAllText(main));
    }

    [Fact]
    public void The_rules_of_the_config_are_those_of_who_draws()
    {
        ZoneEditor editor = EditorOf(Write(
            "edgewatch.yaml",
            "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0, zones: [{name: a, points: [[0, 0], [1, 0], [1, 1]]}]}]\n"
            + "profiles: [{name: night, cameras: [{id: door, zones: [{name: a, enabled: false}]}]}]\n"));
        CameraArea was = editor.Read("door").Areas[0];

        Assert.Empty(editor.Check("door", [was]));
        Assert.Equal(
            [(0, "points[2]"), (1, "name"), (2, "name"), (2, "points"), (3, "points[1]"), (4, "threshold")],
            editor.Check("door", [
                was with { Points = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)] },
                New(""),
                New("a") with { Points = [new(0, 0), new(1, 1)] },
                New("b") with { Points = [new(0, 0), new(1.5, 0), new(1, 1)] },
                New("c") with { Threshold = 2 },
            ]).Select(mistake => (mistake.Area!.Value, mistake.Key)).Order());

        // What a profile needs is not in the list.
        AreaMistake others = Assert.Single(editor.Check("door", []));
        Assert.Null(others.Area);
        Assert.StartsWith("profiles[0].cameras[0].zones[0]", others.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_changed_meanwhile_and_areas_with_mistakes_are_not_written()
    {
        string main = Write("edgewatch.yaml", "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0}]\n");
        ZoneEditor editor = EditorOf(main);
        string version = editor.Read("door").Version;
        Assert.Equal(EditFault.Mistakes, FaultOf(() => editor.Save("door", version, [New("A")])));

        string others = File.ReadAllText(main) + "# mine\n";
        File.WriteAllText(main, others);
        Assert.Equal(EditFault.Changed, FaultOf(() => editor.Save("door", version, [New("a")])));
        Assert.Equal(others, File.ReadAllText(main));
        Assert.Equal(EditFault.Changed, FaultOf(() => editor.Save("door", editor.Read("door").Version, [New("a") with { Was = 0 }])));

        File.WriteAllText(main, others + "nonsense: 1\n");
        Assert.Equal(EditFault.Unreadable, FaultOf(() => editor.Read("door")));
        Assert.Equal(EditFault.NoFile, FaultOf(() => EditorOf("").Read("door")));
    }

    [MountFact]
    public void A_file_system_that_is_read_only_is_said_and_what_to_write_by_hand()
    {
        using SmallDisk disk = new(_folder.File("etc"));
        string main = Write("etc/edgewatch.yaml", "mqtt: {host: h}\ncameras: [{id: door, source: /dev/video0}]\n");
        ZoneEditor editor = EditorOf(main);
        disk.MakeReadOnly();

        CameraAreas read = editor.Read("door");
        Assert.Equal("its file system is read-only", read.Obstacle);
        EditRefusedException refused = Assert.Throws<EditRefusedException>(() => editor.Save("door", read.Version, [New("a")]));
        Assert.Equal(EditFault.Unwritable, refused.Fault);
        Assert.Equal("edgewatch.yaml cannot be written: its file system is read-only", refused.Message);
        Assert.Equal(
            "zones:\n  - name: a\n    points: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]\nprivacy_masks: []\n", refused.Snippet);
    }

    private static CameraArea New(string name) => new(null, name, ZoneKind.Watch, Square, null, TimeSpan.Zero);

    private static ZoneEditor EditorOf(string file) => new(new ConfigurationEditor(file));

    private static EditFault FaultOf(Action act) => Assert.Throws<EditRefusedException>(act).Fault;

    private string Write(string name, string text)
    {
        string file = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}

using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private static readonly MachineDefaults Defaults = new("host-1", "/var/lib/state");

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewatch-config-").FullName;

    private string ConfigPath => Path.Combine(_folder, "edgewatch.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_GoodFile_FillsInTheMachinesDefaults()
    {
        LoadedConfiguration loaded = Load("cameras: [{id: a, source: /dev/video0}]\n");

        Assert.Equal("host-1", loaded.Options?.Node);
        Assert.Equal("/var/lib/state", loaded.Options?.StateDirectory);
    }

    [Fact]
    public void Load_GivenNodeAndState_KeepsThem()
    {
        LoadedConfiguration loaded = Load("node: n\nstate_directory: /s\ncameras: [{id: a, source: /dev/video0}]\n");

        Assert.Equal(("n", "/s"), (loaded.Options?.Node, loaded.Options?.StateDirectory));
    }

    [Fact]
    public void Load_RelativePaths_StartAtTheFilesFolder()
    {
        Write("mqtt.password", "secret\n");

        LoadedConfiguration loaded = Load(
            """
            state_directory: state
            mqtt: {username: u, password_file: mqtt.password}
            cameras: [{id: a, source: clips/a.mp4}, {id: b, source: rtsp://cam/1}, {id: c, command: [gst]}]
            """);

        Assert.True(loaded.IsValid, string.Join("\n", loaded.Mistakes));
        Assert.Equal(Path.Combine(_folder, "state"), loaded.Options.StateDirectory);
        Assert.Equal(Path.Combine(_folder, "mqtt.password"), loaded.Options.Mqtt.PasswordFile);
        Assert.Equal([Path.Combine(_folder, "clips/a.mp4"), "rtsp://cam/1", ""], loaded.Options.Cameras.Select(c => c.Source));
    }

    [Fact]
    public void Load_FilesThatCannotBeRead_AreNamedWithTheirKeys()
    {
        Write("empty", "");
        Write("blank", "\nsecret\n");

        LoadedConfiguration loaded = Load(
            """
            model: missing.json
            mqtt:
              username: u
              password_file: blank
              tls:
                ca_file: .
                certificate_file: empty
                key_file: no/such/folder
            cameras:
              - id: a
                source: rtsp://cam
                username: u
                password_file: missing
            """);

        string[] expected =
        [
            $"{ConfigPath}:1:1: model: cannot use {_folder}/missing.json: it does not exist",
            $"{ConfigPath}:4:3: mqtt.password_file: cannot use {_folder}/blank: its first line is empty; the password belongs there",
            $"{ConfigPath}:6:5: mqtt.tls.ca_file: cannot use {_folder}: it is a folder",
            $"{ConfigPath}:7:5: mqtt.tls.certificate_file: cannot use {_folder}/empty: it is empty",
            $"{ConfigPath}:8:5: mqtt.tls.key_file: cannot use {_folder}/no/such/folder: it does not exist",
            $"{ConfigPath}:13:5: cameras[0].password_file: cannot use {_folder}/missing: it does not exist",
        ];
        Assert.Equal(expected, loaded.Mistakes.Select(m => m.ToString()));
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.Equal($"{ConfigPath}: cannot be read: it does not exist", Only(ConfigurationFile.Load(ConfigPath, Defaults)));

    [Fact]
    public void Load_Folder_SaysSo() =>
        Assert.Equal($"{_folder}: is a folder; the name of a file is required", Only(ConfigurationFile.Load(_folder, Defaults)));

    [Fact]
    public void Load_MoreThanTheLimit_IsRefusedUnread()
    {
        using (FileStream file = File.Create(ConfigPath))
        {
            file.SetLength(10 << 20);
        }

        Assert.Equal($"{ConfigPath}: has more than 1 MiB; this is no config file", Only(ConfigurationFile.Load(ConfigPath, Defaults)));
    }

    [Fact]
    public void Load_DeviceWithoutEnd_IsRefused() =>
        Assert.Equal("/dev/zero: has more than 1 MiB; this is no config file", Only(ConfigurationFile.Load("/dev/zero", Defaults)));

    [Fact]
    public void Load_BinaryFile_IsRefused()
    {
        File.WriteAllBytes(ConfigPath, [0x89, 0x50, 0x4e, 0x47]);

        Assert.Equal($"{ConfigPath}: is not UTF-8 text", Only(ConfigurationFile.Load(ConfigPath, Defaults)));
    }

    [Fact]
    public void Load_ByteOrderMarkAndWindowsLineEnds_AreFine()
    {
        LoadedConfiguration loaded = Load("\uFEFFnode: n\r\ncameras:\r\n  - id: a\r\n    source: /dev/video0\r\n");

        Assert.Equal("n", loaded.Options?.Node);
    }

    private LoadedConfiguration Load(string yaml)
    {
        Write("edgewatch.yaml", yaml);
        return ConfigurationFile.Load(ConfigPath, Defaults);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private static string Only(LoadedConfiguration loaded) => Assert.Single(loaded.Mistakes).ToString();
}

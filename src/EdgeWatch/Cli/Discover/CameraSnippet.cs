using System.Text;
using EdgeWatch.Configuration;
using EdgeWatch.Onvif;

namespace EdgeWatch.Cli.Discover;

/// <summary>What to write into the config for a camera that was found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Address of its stream.</param>
/// <param name="Login">Its <c>username</c> and <c>password_file</c>.</param>
/// <param name="IsKnown">Whether the config names that stream already.</param>
internal sealed record CameraSnippet(string Id, string Source, CameraOptions Login, bool IsKnown)
{
    private const string Heading = "cameras:\n";

    /// <summary>One for each camera that has a stream.</summary>
    /// <param name="cameras">The cameras.</param>
    /// <param name="login">User and password file, the same for all.</param>
    /// <param name="configFile">The config that they are for; null: a new one.</param>
    public static CameraSnippet[] Of(IEnumerable<FoundCamera> cameras, CameraOptions login, string? configFile)
    {
        string config = configFile is null ? "" : TextOf(configFile);
        IList<CameraOptions> known = configFile is null ? [] : ConfigurationFile.Load(configFile).Options?.Cameras ?? [];
        HashSet<string> taken = [.. known.Select(camera => camera.Id)];
        return
        [
            .. cameras.Where(camera => camera.Best is not null).Select(camera =>
            {
                string id = camera.IdThatIsFree(id => taken.Contains(id) || Names(config, "id", id));
                taken.Add(id);
                string source = camera.Best!.Url;
                return new CameraSnippet(id, source, login, known.Any(its => its.Source == source) || Names(config, "source", source));
            }),
        ];
    }

    /// <summary>All as one piece of YAML; empty where there is none.</summary>
    public static string Together(IReadOnlyCollection<CameraSnippet> snippets) => snippets.Count == 0 ? ""
        : "For the config file, or for files of their own in conf.d beside it (discover --add writes them):\n\n"
            + Heading + string.Concat(snippets.Select(snippet => snippet.ToString()));

    /// <summary>Writes it into a file of its own.</summary>
    /// <param name="configFile">The config file beside whose folder.</param>
    /// <returns>Path of the new file.</returns>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public string WriteBeside(string configFile)
    {
        string folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile)) ?? "/", ConfigurationFile.FolderName);
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"{Id}.yaml");
        using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(Heading + ToString()));
        return file;
    }

    /// <summary>The camera as an item of <c>cameras</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new($"  - id: {Id}\n    source: {Quoted(Source)}\n");
        if (Login.Username.Length > 0)
        {
            text.Append($"    username: {Quoted(Login.Username)}\n");
        }

        if (Login.PasswordFile.Length > 0)
        {
            text.Append($"    password_file: {Quoted(Login.PasswordFile)}\n");
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether a value stands there, as text: a config that cannot be loaded is looked at all the same.</summary>
    private static bool Names(string config, string key, string value) => config.Split('\n').Any(line =>
        line.TrimStart(' ', '-').StartsWith($"{key}:", StringComparison.Ordinal)
        && line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(" #")[0].Trim().Trim('"', '\'') == value);

    private static string TextOf(string configFile) =>
        string.Join('\n', ConfigurationFile.FilesOf(configFile).Where(File.Exists).Select(File.ReadAllText));
}

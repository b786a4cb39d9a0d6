namespace EdgeWatch.Evaluation;

/// <summary>A folder with what one fixed camera saw: <c>normal/</c>, <c>test/</c> and <c>labels.json</c>.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Folder">Where it is.</param>
internal sealed record SuiteScene(string Name, string Folder)
{
    private const string NormalFolder = "normal";
    private const string TestFolder = "test";
    private const string LabelsFile = "labels.json";

    private string Normal => Path.Combine(Folder, NormalFolder);

    private string Test => Path.Combine(Folder, TestFolder);

    private string Labels => Path.Combine(Folder, LabelsFile);

    private bool IsAny => Directory.Exists(Normal) || Directory.Exists(Test) || File.Exists(Labels);

    /// <summary>The scenes of a suite, by name: its folders that have any part of one. What else is there is no part of it.</summary>
    /// <exception cref="EdgeWatchException">No such folder, or no scene in it.</exception>
    public static IReadOnlyList<SuiteScene> In(string suite)
    {
        string[] folders = Directory.Exists(suite)
            ? Directory.GetDirectories(suite)
            : throw new EdgeWatchException($"{suite}: no such folder. {Form}");
        SuiteScene[] scenes =
        [
            .. folders.Order(StringComparer.Ordinal)
                .Select(folder => new SuiteScene(Path.GetFileName(folder), folder))
                .Where(scene => scene.IsAny),
        ];
        return scenes.Length > 0 ? scenes : throw new EdgeWatchException($"{suite}: no scenes in it. {Form}");
    }

    /// <summary>What is to be evaluated.</summary>
    /// <param name="settings">What of the daemon is measured.</param>
    /// <exception cref="EdgeWatchException">A part of the scene is missing or cannot be read.</exception>
    public EvaluationInput Open(EvaluationSettings settings)
    {
        string[] missing =
        [
            .. Directory.Exists(Normal) ? Array.Empty<string>() : [$"{NormalFolder}/"],
            .. Directory.Exists(Test) ? Array.Empty<string>() : [$"{TestFolder}/"],
            .. File.Exists(Labels) ? Array.Empty<string>() : [LabelsFile],
        ];
        return missing.Length == 0
            ? new EvaluationInput
            {
                Normal = Clip.In(Normal),
                Test = Clip.In(Test),
                Labels = EdgeWatch.Evaluation.Labels.Load(Labels),
                Settings = settings,
            }
            : throw new EdgeWatchException($"{Folder} has no {string.Join(" and no ", missing)}");
    }

    private static string Form =>
        $"A suite is a folder of scenes, each a folder with {NormalFolder}/, {TestFolder}/ and {LabelsFile}.";
}

using System.CommandLine;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Normality;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>The options of <c>edgewatch evaluate</c>, and which of them go together.</summary>
internal sealed class EvaluateOptions
{
    private readonly PathOption<string?> _suite = new("--suite")
    {
        Description = "A folder of scenes instead of one scene, each a folder with normal/, test/ and labels.json: one table of them all.",
        HelpName = "FOLDER",
    };

    private readonly PathOption<string[]> _normal = new("--normal")
    {
        Description = "Folders of normal clips to learn from. A clip is a video file or a folder of images.",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly PathOption<string[]> _test = new("--test")
    {
        Description = "Folders of labelled clips to score.",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly PathOption<string?> _labels = new("--labels")
    {
        Description = "JSON file {\"clip\": [0, 1, …]}: 1 where a frame is anomalous.",
        HelpName = "FILE",
    };

    private readonly Option<double> _rate = new("--fps")
    {
        Description = "Frames a second, 1–30: the rate of image folders, and that at which videos are analysed.",
        HelpName = "N",
        DefaultValueFactory = _ => CameraOptions.DefaultFramesPerSecond,
    };

    private readonly Option<double> _threshold = new("--threshold")
    {
        Description = "Score at which alarms are counted, 0–1.",
        HelpName = "SCORE",
        DefaultValueFactory = _ => AlertOptions.DefaultThreshold,
    };

    private readonly PathOption<string?> _masks = new("--masks")
    {
        Description = "Folder with a folder of pictures for each clip, white where a frame is anomalous: "
            + "measures where anomalies are found, too.",
        HelpName = "FOLDER",
    };

    private readonly Option<string[]> _kinds = new("--kinds")
    {
        Description = $"Only these kinds of departure count, to measure what each is worth: {KindNames.All}. Default: all.",
        HelpName = "KIND",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<SpeedMeasure> _speed = new("--speed-by")
    {
        Description = "By what speeds count: the network alone, block matching alone (as if there were no network), or both. "
            + "Default: both.",
        HelpName = "both|network|matching",
    };

    private readonly Option<bool> _curve = new("--learning-curve")
    {
        Description = "Measure again after learning from the first 0.5, 1, 2, 4, … minutes of the normal clips.",
    };

    private readonly PathOption<string?> _json = new("--json")
    {
        Description = "Write the report to this file as well.",
        HelpName = "FILE",
    };

    private readonly Option<string> _model = CommonOptions.Model();

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
                 {
                     _suite, _normal, _test, _labels, _masks, _rate, _threshold, _kinds, _speed, _curve, _json, _model,
                 })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool isSuite = result.GetResult(_suite) is not null;
            Option[] oneScene = isSuite ? [_normal, _test, _labels, _masks, _curve] : [_normal, _test, _labels];
            foreach (Option option in oneScene.Where(option => result.GetResult(option) is { Implicit: false } == isSuite))
            {
                result.AddError(isSuite
                    ? $"{option.Name} is about one scene; with --suite each scene's own folder says it."
                    : $"{option.Name} is required, or --suite FOLDER for several scenes.");
            }
        });
    }

    /// <summary>The folder of scenes; null: one scene is to be evaluated.</summary>
    public string? Suite(ParseResult result) => result.GetValue(_suite);

    /// <summary>File for the report as JSON; null for none.</summary>
    public string? Json(ParseResult result) => result.GetValue(_json);

    /// <summary>Manifest of the model.</summary>
    public string Model(ParseResult result) => result.GetRequiredValue(_model);

    /// <summary>What of the daemon is measured.</summary>
    /// <exception cref="EdgeWatchException">A value that no camera may have either.</exception>
    public EvaluationSettings Settings(ParseResult result)
    {
        CommonOptions.RequireFramesPerSecond(result.GetValue(_rate));
        CommonOptions.RequireThreshold(result.GetValue(_threshold));
        return new EvaluationSettings
        {
            FramesPerSecond = result.GetValue(_rate),
            Threshold = result.GetValue(_threshold),
            Kinds = KindNames.Parse(result.GetValue(_kinds) ?? []),
            SpeedBy = result.GetValue(_speed),
        };
    }

    /// <summary>The one scene.</summary>
    /// <exception cref="EdgeWatchException">Its clips or labels cannot be read.</exception>
    public EvaluationInput Scene(ParseResult result) => new()
    {
        Normal = Clips(result.GetValue(_normal)),
        Test = Clips(result.GetValue(_test)),
        Labels = Labels.Load(result.GetValue(_labels)!),
        MasksFolder = result.GetValue(_masks),
        LearningCurve = result.GetValue(_curve),
        Settings = Settings(result),
    };

    private static IReadOnlyList<Clip> Clips(string[]? folders) => [.. (folders ?? []).SelectMany(Clip.In)];
}

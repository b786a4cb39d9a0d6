using EdgeWatch.Core.Watching;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// Keeps what a camera has learned on the disk, rarely: cards wear out. A
/// disk that fails is told of and harms nothing. For one caller at a time.
/// </summary>
internal sealed partial class NormalityKeeper(CameraSettings settings, SharedParts parts)
{
    /// <summary>How often learned state is written while a camera learns: a power cut loses no more than that.</summary>
    private static readonly TimeSpan LearningInterval = TimeSpan.FromMinutes(10);

    /// <summary>How often learned state is written after that: up to 1.8 MB, so 42 MB a day and camera at most.</summary>
    private static readonly TimeSpan WatchingInterval = TimeSpan.FromHours(1);

    private readonly ILogger _logger = parts.Loggers.CreateLogger<NormalityKeeper>();
    private readonly StateStore _store = parts.Store;
    private long _saved = parts.Time.GetTimestamp();

    /// <summary>Whether it is time to save.</summary>
    public bool IsDue(bool isLearning) => parts.Time.GetElapsedTime(_saved) >= (isLearning ? LearningInterval : WatchingInterval);

    /// <summary>Loads what was saved, as far as it can be used.</summary>
    /// <returns>Whether anything was learned before.</returns>
    public bool Load(SceneNormality normality)
    {
        bool isKnown = _store.TryLoad(settings.Id, normality, parts.Model.Identity, settings.Options.FramesPerSecond);
        LoadLessons(normality);
        if (normality.Zones is { IsLimited: true })
        {
            normality.BeginZoned();
            _store.TryLoadZoned(settings.Id, normality, parts.Model.Identity, settings.Options.FramesPerSecond);
        }

        return isKnown;
    }

    /// <summary>Saves what was learned.</summary>
    /// <param name="normality">It; null when no frame has come yet.</param>
    public void Save(SceneNormality? normality)
    {
        _saved = parts.Time.GetTimestamp();
        if (normality is not null)
        {
            Try(() => _store.Save(settings.Id, normality, parts.Model.Identity, settings.Options.FramesPerSecond));
            if (normality.Zones is { IsLimited: true })
            {
                Try(() => _store.SaveZoned(settings.Id, normality, parts.Model.Identity, settings.Options.FramesPerSecond));
            }
        }
    }

    /// <summary>Saves what was learned and what people have said: that must hold after a restart, too.</summary>
    public void SaveJudged(SceneNormality normality)
    {
        Save(normality);
        Try(() => _store.SaveLessons(settings.Id, normality.Lessons.All));
    }

    /// <summary>Goes by what people have said of events.</summary>
    public void LoadLessons(SceneNormality normality)
    {
        normality.Lessons.Owner = OwnerOf(normality);
        normality.Lessons.Replace(_store.LoadLessons(settings.Id));
        if (_store.TakeAccepted(settings.Id, normality, parts.Model.Identity) is { } earlier)
        {
            normality.Lessons.Add(earlier);
            Try(() => _store.SaveLessons(settings.Id, normality.Lessons.All));
        }

        int others = normality.Lessons.All.Count(lesson => !normality.Lessons.IsInForce(lesson));
        if (others > 0)
        {
            LogNotInForce(settings.Id, others, normality.Lessons.All.Count);
        }
    }

    /// <summary>What lessons of now are about: the network, and the shape and the rate of the picture.</summary>
    public string OwnerOf(SceneNormality normality) =>
        $"{parts.Model.Identity} {LearnedState.ShapeOf(normality, settings.Options.FramesPerSecond)}";

    /// <summary>Forgets all that was saved.</summary>
    /// <param name="forgetsFeedback">What people have said of events, too.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public void Forget(bool forgetsFeedback)
    {
        _store.Forget(settings.Id);
        if (forgetsFeedback)
        {
            _store.ForgetLessons(settings.Id);
        }
    }

    private void Try(Action save)
    {
        try
        {
            save();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(settings.Id, e.Message);
        }
    }

    [LoggerMessage(716, LogLevel.Warning,
        "Camera {Camera}: {Count} of {All} judgements of events are about another model, picture size or frame rate; they are kept, and "
        + "count again under that one. edgewatch feedback list names them.")]
    private partial void LogNotInForce(string camera, int count, int all);

    [LoggerMessage(704, LogLevel.Error, "Camera {Camera}: what was learned cannot be saved: {Reason}.")]
    private partial void LogNotSaved(string camera, string reason);
}

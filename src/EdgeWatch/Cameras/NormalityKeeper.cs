using EdgeWatch.Core.Gallery;
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

    /// <summary>
    /// How often the pictures of what is normal are written after the learning time, beside at the end: 1.1 MB at most, so 4.4 MB a day.
    /// </summary>
    private static readonly TimeSpan GalleryInterval = TimeSpan.FromHours(6);

    private readonly ILogger _logger = parts.Loggers.CreateLogger<NormalityKeeper>();
    private readonly StateStore _store = parts.Store;
    private long _saved = parts.Time.GetTimestamp();
    private long _gallerySaved = parts.Time.GetTimestamp();
    private long _galleryRevision;

    /// <summary>Whether it is time to save.</summary>
    public bool IsDue(bool isLearning) => parts.Time.GetElapsedTime(_saved) >= (isLearning ? LearningInterval : WatchingInterval);

    /// <summary>Loads what was saved, as far as it can be used.</summary>
    /// <returns>Whether anything was learned before.</returns>
    public bool Load(SceneNormality normality)
    {
        bool isKnown = _store.TryLoad(settings.Id, normality, parts.Model.Identity, settings.Options.FramesPerSecond);
        LoadLessons(normality, isKnown);
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

    /// <summary>Loads the pictures of what is normal; after <see cref="Load"/>, whose exemplars they show.</summary>
    public void LoadGallery(SceneGallery gallery, SceneNormality normality)
    {
        _store.LoadGallery(settings.Id, ShapeOf(normality), gallery, GalleryOwnerOf(normality));
        _galleryRevision = gallery.Revision;
    }

    /// <summary>Saves the pictures of what is normal, where there are others than before.</summary>
    /// <param name="gallery">The pictures.</param>
    /// <param name="normality">What is normal.</param>
    /// <param name="isDue">Whether it cannot wait: the camera learns, or ends.</param>
    public void SaveGallery(SceneGallery gallery, SceneNormality normality, bool isDue)
    {
        if (gallery.Revision != _galleryRevision && (isDue || parts.Time.GetElapsedTime(_gallerySaved) >= GalleryInterval))
        {
            (_galleryRevision, _gallerySaved) = (gallery.Revision, parts.Time.GetTimestamp());
            Try(() => _store.SaveGallery(settings.Id, ShapeOf(normality), gallery, GalleryOwnerOf(normality)));
        }
    }

    /// <summary>Saves what was learned and what people have said: that must hold after a restart, too.</summary>
    public void SaveJudged(SceneNormality normality)
    {
        Save(normality);
        Try(() => _store.SaveLessons(settings.Id, normality.Lessons.All));
    }

    /// <summary>Goes by what people have said of events.</summary>
    /// <param name="normality">What goes by it.</param>
    /// <param name="isKnown">Whether it has learned under them; else a view from before would not be what is usual now.</param>
    public void LoadLessons(SceneNormality normality, bool isKnown)
    {
        normality.Lessons.Owner = OwnerOf(normality);
        normality.Lessons.Replace(_store.LoadLessons(settings.Id));
        if (!isKnown && normality.Lessons.ForgetViews())
        {
            Try(() => _store.SaveLessons(settings.Id, normality.Lessons.All));
        }

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
        $"{parts.Model.Identity} {ShapeOf(normality)}";

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

    private string ShapeOf(SceneNormality normality) => LearnedState.ShapeOf(normality, settings.Options.FramesPerSecond);

    /// <summary>Pictures from before a mask show what it hides: they are those of another owner.</summary>
    private string GalleryOwnerOf(SceneNormality normality) =>
        $"{OwnerOf(normality)} {string.Join(' ', settings.Masks.Select(mask => string.Join(string.Empty, mask)))}";

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

using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>
/// Keeps what each camera has learned, in <c>&lt;state&gt;/cameras/&lt;id&gt;.normality</c>; beside it what people have said of its
/// events, in <c>&lt;id&gt;.lessons</c>. A camera whose picture changes its size by day and night has learned about both: that of the
/// other shape waits in <c>&lt;id&gt;.&lt;columns&gt;x&lt;rows&gt;-&lt;frames per second&gt;.normality</c>, the newest
/// <see cref="MostParked"/> of them. Pictures of what is normal, and what its zones usually reach, are in a file of each shape,
/// <c>….gallery</c> and <c>….zones</c>.
/// </summary>
/// <param name="stateDirectory">The daemon's state directory.</param>
/// <param name="logger">Told what was set aside.</param>
internal sealed partial class StateStore(string stateDirectory, ILogger<StateStore> logger)
{
    /// <summary>Other shapes whose normality is kept for each camera; each takes as much space as the one in use.</summary>
    public const int MostParked = 3;

    private const string LearnedExtension = "normality";
    private const string LessonsExtension = "lessons";
    private const string GalleryExtension = "gallery";
    private const string ZonesExtension = "zones";

    /// <summary>Bytes that are written to a disk at once: an empty file needs no room on a full one.</summary>
    private const int Block = 4096;

    /// <summary>Saves a camera's normality.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void Save(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        byte[] content = LearnedState.Write(normality, modelSha256, framesPerSecond);
        Directory.CreateDirectory(stateDirectory);
        DiskFloor.Require(stateDirectory, content.Length);
        LearnedOf(cameraId).Write(content);
    }

    /// <summary>Loads a camera's normality.</summary>
    /// <returns>False when there is none that can be used: learning starts anew.</returns>
    public bool TryLoad(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        string shape = LearnedState.ShapeOf(normality, framesPerSecond);
        string inUse = "";
        if (!LearnedOf(cameraId).TryRead(content => inUse = LearnedState.ShapeOf(content)) || inUse != shape)
        {
            Exchange(cameraId, inUse, shape);
        }

        return LearnedOf(cameraId).TryRead(content => LearnedState.Read(content, normality, modelSha256, framesPerSecond));
    }

    /// <summary>Saves what people have said of a camera's events.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void SaveLessons(string cameraId, IReadOnlyList<Lesson> lessons)
    {
        LessonsOf(cameraId).Write(TraceFormat.Write(lessons));

        // All that was in it is in the lessons by now.
        AcceptedOf(cameraId).Delete();
    }

    /// <summary>Loads what people have said of a camera's events, the oldest first; none where nothing usable is there.</summary>
    public IReadOnlyList<Lesson> LoadLessons(string cameraId)
    {
        IReadOnlyList<Lesson> lessons = [];
        LessonsOf(cameraId).TryRead(content => lessons = TraceFormat.ReadLessons(content));
        return lessons;
    }

    /// <summary>What people have said of a camera's events, for who only looks: nothing is set aside.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IReadOnlyList<Lesson> PeekLessons(string stateDirectory, string cameraId)
    {
        string file = PathOf(stateDirectory, cameraId, LessonsExtension);
        return File.Exists(file) ? TraceFormat.ReadLessons(SealedFile.Open(File.ReadAllBytes(file), SealedFormat.Lessons)) : [];
    }

    /// <summary>What an earlier version has kept of what was called normal, if anything usable is there.</summary>
    public Lesson? TakeAccepted(string cameraId, SceneNormality normality, string modelSha256)
    {
        Lesson? earlier = null;
        AcceptedOf(cameraId).TryRead(
            content => earlier = AcceptedState.Read(content, normality.Grid, modelSha256, normality.Lessons.Owner));
        return earlier;
    }

    /// <summary>Saves what a camera usually reaches within its zones; for one in which not every place counts.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void SaveZoned(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        ZonedOf(cameraId, LearnedState.ShapeOf(normality, framesPerSecond))
            .Write(ZonedState.Write(normality, modelSha256, framesPerSecond));
        DropOld(FilesOf(cameraId, ZonesExtension), kept: MostParked + 1);
    }

    /// <summary>Loads it, if it is about the zones of now.</summary>
    public bool TryLoadZoned(string cameraId, SceneNormality normality, string modelSha256, double framesPerSecond)
    {
        return TryRead(ZonedOf(cameraId, LearnedState.ShapeOf(normality, framesPerSecond))) || TryRead(EarlierZonedOf(cameraId));

        bool TryRead(SealedFile file)
        {
            bool isOfThem = false;
            return file.TryRead(content => isOfThem = ZonedState.TryRead(content, normality, modelSha256, framesPerSecond)) && isOfThem;
        }
    }

    /// <summary>Saves pictures of what a camera takes for normal.</summary>
    /// <param name="cameraId">The camera.</param>
    /// <param name="shape">Shape of its picture; see <see cref="LearnedState.ShapeOf(SceneNormality, double)"/>.</param>
    /// <param name="gallery">The pictures.</param>
    /// <param name="owner">What they are about.</param>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public void SaveGallery(string cameraId, string shape, SceneGallery gallery, string owner)
    {
        byte[] content = GalleryState.Write(gallery, owner);
        Directory.CreateDirectory(stateDirectory);
        DiskFloor.Require(stateDirectory, content.Length);
        GalleryOf(cameraId, shape).Write(content);
        DropOld(FilesOf(cameraId, GalleryExtension), kept: MostParked + 1);
    }

    /// <summary>Loads pictures of what a camera takes for normal, if they are about the camera of now.</summary>
    public void LoadGallery(string cameraId, string shape, SceneGallery gallery, string owner) =>
        GalleryOf(cameraId, shape).TryRead(content => GalleryState.TryRead(content, gallery, owner));

    /// <summary>The score history of a camera.</summary>
    public ScoreLog ScoresOf(string cameraId) => new(stateDirectory, cameraId);

    /// <summary>Forgets what people have said of a camera's events.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public void ForgetLessons(string cameraId)
    {
        LessonsOf(cameraId).Delete();
        AcceptedOf(cameraId).Delete();
    }

    /// <summary>Forgets all that a camera has learned by itself.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public void Forget(string cameraId)
    {
        LearnedOf(cameraId).Delete();
        EarlierZonedOf(cameraId).Delete();
        DropOld(FilesOf(cameraId, LearnedExtension), kept: 0);
        DropOld(FilesOf(cameraId, ZonesExtension), kept: 0);
        DropOld(FilesOf(cameraId, GalleryExtension), kept: 0);
    }

    /// <summary>Creates the directory and proves that a block that is written there reaches the disk.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static void RequireWritable(string stateDirectory)
    {
        Directory.CreateDirectory(stateDirectory);
        string probe = Path.Combine(stateDirectory, ".writable");
        try
        {
            using FileStream file = new(probe, FileMode.Create, FileAccess.Write);
            file.Write(new byte[Block]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Parks what is in use under its shape and takes what was parked of another; a power cut between loses neither.</summary>
    private void Exchange(string cameraId, string inUse, string wanted)
    {
        try
        {
            if (inUse.Length > 0)
            {
                File.Move(PathOf(cameraId, LearnedExtension), PathOf(cameraId, $"{inUse}.{LearnedExtension}"), overwrite: true);
            }

            if (File.Exists(PathOf(cameraId, $"{wanted}.{LearnedExtension}")))
            {
                File.Move(PathOf(cameraId, $"{wanted}.{LearnedExtension}"), PathOf(cameraId, LearnedExtension), overwrite: true);
            }

            DropOld(FilesOf(cameraId, LearnedExtension), kept: MostParked);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotExchanged(cameraId, e.Message);
        }
    }

    /// <summary>A camera's files of other shapes, or of all where each shape has one.</summary>
    private string[] FilesOf(string cameraId, string extension)
    {
        string folder = FolderIn(stateDirectory);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{cameraId}.*x*-*.{extension}") : [];
    }

    private static void DropOld(string[] files, int kept)
    {
        foreach (string file in files.OrderByDescending(File.GetLastWriteTimeUtc).Skip(kept))
        {
            File.Delete(file);
        }
    }

    private string PathOf(string cameraId, string extension) => PathOf(stateDirectory, cameraId, extension);

    private static string PathOf(string stateDirectory, string cameraId, string extension) =>
        Path.Combine(FolderIn(stateDirectory), $"{cameraId}.{extension}");

    private static string FolderIn(string stateDirectory) => Path.Combine(stateDirectory, "cameras");

    private SealedFile LearnedOf(string cameraId) => FileOf(cameraId, LearnedExtension, SealedFormat.Learned, "learning starts anew");

    private SealedFile GalleryOf(string cameraId, string shape) => FileOf(
        cameraId,
        $"{shape}.{GalleryExtension}",
        SealedFormat.Gallery,
        "examples of what is normal have no picture until they are seen again");

    private SealedFile LessonsOf(string cameraId) =>
        FileOf(cameraId, LessonsExtension, SealedFormat.Lessons, "what people have said of events is forgotten");

    private SealedFile AcceptedOf(string cameraId) =>
        FileOf(cameraId, "accepted", SealedFormat.Accepted, "what was called normal is forgotten");

    private SealedFile ZonedOf(string cameraId, string shape) => ZonedIn(cameraId, $"{shape}.{ZonesExtension}");

    /// <summary>That of the one shape of which earlier versions kept it.</summary>
    private SealedFile EarlierZonedOf(string cameraId) => ZonedIn(cameraId, ZonesExtension);

    private SealedFile ZonedIn(string cameraId, string extension) =>
        FileOf(cameraId, extension, SealedFormat.Zoned, "what its zones reach is told from the whole picture at first");

    private SealedFile FileOf(string cameraId, string extension, SealedFormat format, string consequence) =>
        new(PathOf(cameraId, extension), format, $"Camera {cameraId}", consequence, logger);

    [LoggerMessage(802, LogLevel.Warning, "Camera {Camera}: what was learned of another picture size cannot be put aside: {Reason}.")]
    private partial void LogNotExchanged(string camera, string reason);
}

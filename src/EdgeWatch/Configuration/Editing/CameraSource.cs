using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace EdgeWatch.Configuration.Editing;

/// <summary>The file of a config in which a camera is written, as it was read, and where in it the camera stands.</summary>
internal sealed class CameraSource
{
    private const string CopySuffix = ".before-edit";
    private const int VersionDigits = 16;

    private CameraSource(string file, string path) => (File, Path, Text) = (file, path, System.IO.File.ReadAllText(file));

    /// <summary>The file: one of several, maybe.</summary>
    public string File { get; }

    /// <summary>Key of the camera in it, for example <c>cameras[1]</c>.</summary>
    public string Path { get; }

    /// <summary>What the file says.</summary>
    public string Text { get; }

    /// <summary>Another one for every text.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..VersionDigits];

    /// <summary>What the file was before it was written last.</summary>
    public string CopyFile => File + CopySuffix;

    /// <summary>Finds a camera.</summary>
    /// <param name="loaded">A config without mistakes.</param>
    /// <param name="camera">Its place in the list of cameras.</param>
    public static CameraSource Of(LoadedConfiguration loaded, int camera)
    {
        string file = FileOf(camera);
        return new CameraSource(file, $"cameras[{Enumerable.Range(0, camera).Count(other => FileOf(other) == file)}]");

        string FileOf(int index) => loaded.Positions[$"cameras[{index}].id"].File;
    }

    /// <summary>Why the file cannot be written; null when it can.</summary>
    public string? FindObstacle()
    {
        try
        {
            using FileStream file = System.IO.File.Open(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            return Words(e);
        }
    }

    /// <summary>Writes the file, in place, so that owner and mode stay; what it was is kept in <see cref="CopyFile"/>.</summary>
    /// <exception cref="EdgeWatchException">It, or its copy, cannot be written; the file is as it was.</exception>
    public void Write(string text)
    {
        try
        {
            // The copy is for a power cut while the file is written, and for a full disk.
            System.IO.File.Copy(File, CopyFile, overwrite: true);
            Replace(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new EdgeWatchException($"{File} cannot be written: {Words(e)}", e);
        }
    }

    /// <summary>A disk that is full takes a part of the text: then the copy, which fits where it was, takes its place again.</summary>
    private void Replace(string text)
    {
        try
        {
            System.IO.File.WriteAllText(File, text);
        }
        catch (IOException)
        {
            System.IO.File.Copy(CopyFile, File, overwrite: true);
            throw;
        }
    }

    /// <summary>The reason without the paths that the runtime's own words hold.</summary>
    private static string Words(Exception fault) => fault switch
    {
        UnauthorizedAccessException or SecurityException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ when fault.Message.StartsWith("Read-only file system", StringComparison.Ordinal) => "its file system is read-only",
        _ => "the system refuses it",
    };
}

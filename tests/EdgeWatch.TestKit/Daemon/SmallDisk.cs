using System.Diagnostics;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>
/// A file system of a few pages in memory, to be filled or made read-only. Needs the right to mount: <see cref="MountFactAttribute"/>.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    private readonly int _kilobytes;

    /// <summary>Mounts it on a new folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="kilobytes">Its size.</param>
    public SmallDisk(string path, int kilobytes = 128)
    {
        _kilobytes = kilobytes;
        Path = path;
        Directory.CreateDirectory(path);
        Require("mount", "-t", "tmpfs", "-o", $"size={_kilobytes}k", "tmpfs", path);
    }

    /// <summary>Where it is; to be set when a folder above it is renamed.</summary>
    public string Path { get; set; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        try
        {
            using FileStream file = File.Create(Filler);
            file.Write(new byte[_kilobytes * 1024]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Takes away what <see cref="Fill"/> has put there.</summary>
    public void Clear() => File.Delete(Filler);

    /// <summary>Allows writes again.</summary>
    public void MakeWritable() => Require("mount", "-o", "remount,rw", Path);

    /// <summary>Refuses writes from now on.</summary>
    public void MakeReadOnly() => Require("mount", "-o", "remount,ro", Path);

    /// <inheritdoc/>
    public void Dispose() => Run("umount", "-l", Path);

    /// <summary>Whether this process may mount.</summary>
    internal static bool IsPossible()
    {
        string path = Directory.CreateTempSubdirectory("edgewatch-mount-").FullName;
        bool isMounted = Run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", path);
        _ = isMounted && Run("umount", path);
        Directory.Delete(path);
        return isMounted;
    }

    private static void Require(string program, params string[] arguments)
    {
        if (!Run(program, arguments))
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

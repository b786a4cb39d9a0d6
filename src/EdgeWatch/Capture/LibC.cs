using System.Runtime.InteropServices;

namespace EdgeWatch.Capture;

/// <summary>What .NET has no call for.</summary>
internal static partial class LibC
{
    /// <summary>Asks a program to end.</summary>
    public const int SigTerm = 15;

    /// <summary>Ends a program.</summary>
    public const int SigKill = 9;

    /// <summary>Sets how many bytes a pipe holds (F_SETPIPE_SZ of Linux).</summary>
    public const int SetPipeSize = 1031;

    /// <summary>Sends a signal to a process, or to a whole process group if <paramref name="pid"/> is negative.</summary>
    /// <returns>0, or -1 if there is no such process (any more) or it belongs to somebody else.</returns>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int pid, int signal);

    /// <summary>Does something to an open file.</summary>
    /// <returns>-1 if that cannot be done.</returns>
    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Control(SafeHandle file, int command, int argument);
}

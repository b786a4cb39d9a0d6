using System.Runtime.InteropServices;

namespace EdgeWatch.Capture;

/// <summary>What .NET has no call for.</summary>
internal static partial class LibC
{
    /// <summary>Asks a program to end.</summary>
    public const int SigTerm = 15;

    /// <summary>Ends a program.</summary>
    public const int SigKill = 9;

    /// <summary>Sends a signal to a process, or to a whole process group if <paramref name="pid"/> is negative.</summary>
    /// <returns>0, or -1 if there is no such process (any more) or it belongs to somebody else.</returns>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int pid, int signal);
}

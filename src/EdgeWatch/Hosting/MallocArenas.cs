using System.Runtime.InteropServices;

namespace EdgeWatch.Hosting;

/// <summary>
/// The memory of native libraries. glibc gives threads arenas of their own, eight for each core, and what one thread has given back no
/// other one uses; that is for programs whose threads allocate all the time, which those of the daemon do not.
/// </summary>
internal static partial class MallocArenas
{
    /// <summary>M_ARENA_MAX of glibc's malloc.h.</summary>
    private const int MostArenas = -8;

    /// <summary>Has all threads share one arena. To be called before others have begun.</summary>
    public static void Limit() => _ = Set(MostArenas, 1);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int parameter, int value);
}

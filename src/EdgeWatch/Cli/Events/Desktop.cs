using System.ComponentModel;
using System.Diagnostics;

namespace EdgeWatch.Cli.Events;

/// <summary>The desktop of who types, if there is one.</summary>
internal static class Desktop
{
    private const string Opener = "xdg-open";

    /// <summary>Shows a file in the program that the desktop has for it; nothing happens where there is none.</summary>
    public static void Open(string path)
    {
        if (!IsThere)
        {
            return;
        }

        try
        {
            using Process? opener = Process.Start(new ProcessStartInfo(Opener, [path]));
        }
        catch (Win32Exception)
        {
            // It is not installed; the path has been printed.
        }
    }

    private static bool IsThere => IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY");

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };
}

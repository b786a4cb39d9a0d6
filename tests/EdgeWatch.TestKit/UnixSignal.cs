using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.TestKit;

/// <summary>Sends signals to processes, by the <c>kill</c> of the shell's own package.</summary>
public static class UnixSignal
{
    /// <summary>Ends a process without its help.</summary>
    public const string Kill = "KILL";

    /// <summary>Asks a process to end, as systemd does.</summary>
    public const string Terminate = "TERM";

    /// <summary>Asks a process to end, as Ctrl-C does.</summary>
    public const string Interrupt = "INT";

    /// <summary>Asks a daemon to read its config again, as <c>systemctl reload</c> does.</summary>
    public const string HangUp = "HUP";

    /// <summary>Stops a process where it is.</summary>
    public const string Stop = "STOP";

    /// <summary>Lets a stopped process go on.</summary>
    public const string Continue = "CONT";

    /// <summary>Sends one signal and returns when it was sent.</summary>
    public static void Send(int processId, string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

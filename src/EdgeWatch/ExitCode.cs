namespace EdgeWatch;

/// <summary>Exit codes of the program; the systemd unit knows them.</summary>
internal static class ExitCode
{
    /// <summary>Done, or asked to stop.</summary>
    public const int Ok = 0;

    /// <summary>A bug, or something that was lost: starting again may help.</summary>
    public const int Failure = 1;

    /// <summary>The configuration or the installation has to be mended first (EX_CONFIG of sysexits.h): starting again does not help.</summary>
    public const int Configuration = 78;
}

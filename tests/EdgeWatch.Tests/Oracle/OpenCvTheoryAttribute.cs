using System.Runtime.InteropServices;
using OpenCvSharp;

namespace EdgeWatch.Tests.Oracle;

/// <summary>
/// A test that asks OpenCV. Skipped where OpenCvSharp has no native library (it is made for linux-x64 alone), and where the libraries that
/// it needs are not installed, except in CI.
/// </summary>
public sealed class OpenCvTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> IsInstalled = new(Loads);

    /// <summary>Tries to load OpenCV once a run.</summary>
    public OpenCvTheoryAttribute()
    {
        if (RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Skip = $"needs OpenCvSharp's native library, which is not made for {RuntimeInformation.RuntimeIdentifier}";
        }
        else if (Environment.GetEnvironmentVariable("CI") != "true" && !IsInstalled.Value)
        {
            Skip = "needs OpenCV's own libraries: apt-get install libgtk-3-0 libatomic1 libdrm2";
        }
    }

    private static bool Loads()
    {
        try
        {
            return Cv2.GetVersionString() is not null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or OpenCvSharpException)
        {
            return false;
        }
    }
}

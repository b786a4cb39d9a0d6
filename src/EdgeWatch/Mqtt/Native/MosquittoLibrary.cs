using System.Runtime.InteropServices;

namespace EdgeWatch.Mqtt.Native;

/// <summary>Loads libmosquitto once and keeps it for the life of the process.</summary>
internal static class MosquittoLibrary
{
    /// <summary>The first with MQTT 5: 1.6.0, of 2019.</summary>
    private const int OldestVersionNumber = 1_006_000;

    private static readonly Lock Gate = new();
    private static bool _initialised;

    /// <summary>Loads and initialises the library; later calls do nothing.</summary>
    /// <exception cref="MqttException">It is missing or too old; the message says what to install.</exception>
    public static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (_initialised)
            {
                return;
            }

            Require(NativeMethods.Library);
            RequireVersion(NativeMethods.LibVersion(out int major, out int minor, out int revision), $"{major}.{minor}.{revision}");
            MqttException.ThrowIfFailed(NativeMethods.LibInit(), "cannot initialise libmosquitto");
            _initialised = true;
        }
    }

    /// <summary>Fails when the dynamic linker does not find the library.</summary>
    /// <exception cref="MqttException">It is missing.</exception>
    internal static void Require(string library)
    {
        if (!NativeLibrary.TryLoad(library, typeof(MosquittoLibrary).Assembly, DllImportSearchPath.SafeDirectories, out _))
        {
            throw new MqttException(
                LinkFailure.Refused, MosquittoError.NotFound, $"{library} is not installed: apt-get install libmosquitto1 (Debian, Raspberry Pi OS, Ubuntu)");
        }
    }

    private static void RequireVersion(int number, string version)
    {
        if (number < OldestVersionNumber)
        {
            throw new MqttException(
                LinkFailure.Refused, MosquittoError.NotSupported, $"libmosquitto {version} is too old, 1.6 or newer is needed: apt-get install libmosquitto1");
        }
    }
}

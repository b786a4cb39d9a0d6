using System.Runtime.InteropServices;

namespace EdgeWatch.Mqtt.Native;

/// <summary>
/// One libmosquitto client. Releasing it closes the socket without a DISCONNECT, so that the broker sends the last will. A call
/// in progress on another thread keeps it alive.
/// </summary>
internal sealed class SafeMosquittoHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.Destroy(handle);
        return true;
    }
}

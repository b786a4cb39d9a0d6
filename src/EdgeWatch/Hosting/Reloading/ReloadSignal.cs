using System.Runtime.InteropServices;

namespace EdgeWatch.Hosting.Reloading;

/// <summary>
/// Takes SIGHUP as the wish to read the config file again. Without somebody who takes it, the signal would end the process; so it is
/// taken from the very start, and one that comes before the daemon is ready is kept.
/// </summary>
internal sealed class ReloadSignal : IDisposable
{
    private readonly WakeSignal _asked = new();
    private readonly PosixSignalRegistration _hangUp;

    /// <summary>Listens from now on.</summary>
    public ReloadSignal() => _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        Ask();
    });

    /// <summary>Asks for it in another way; any number of wishes before it begins count once.</summary>
    public void Ask() => _asked.Set();

    /// <summary>Waits for a wish; cancelling does not throw.</summary>
    public Task WaitAsync(CancellationToken stopping) => _asked.WaitAsync(stopping);

    /// <inheritdoc/>
    public void Dispose() => _hangUp.Dispose();
}

namespace EdgeWatch.Cameras;

/// <summary>Whether a camera is wanted; turning it off ends the run that is on. Setting is safe from any thread.</summary>
internal sealed class CaptureSwitch
{
    private readonly Lock _gate = new();
    private readonly WakeSignal _turnedOn = new();
    private CancellationTokenSource? _run;

    /// <summary>Whether the camera is wanted.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Turns it on or off.</summary>
    public void Set(bool isOn)
    {
        lock (_gate)
        {
            IsOn = isOn;
            if (!isOn)
            {
                _run?.Cancel();
                return;
            }
        }

        _turnedOn.Set();
    }

    /// <summary>Runs something whenever the camera is wanted, until it ends by itself or <paramref name="ending"/> fires.</summary>
    /// <param name="run">Is cancelled when the camera is not wanted any more.</param>
    /// <param name="whenOff">Called each time before it waits to be turned on.</param>
    /// <param name="ending">Ends it all.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ending"/> fired.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> run, Action whenOff, CancellationToken ending)
    {
        while (true)
        {
            ending.ThrowIfCancellationRequested();
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
            if (!TryBegin(stop))
            {
                whenOff();
                await _turnedOn.WaitAsync(ending);
                continue;
            }

            try
            {
                await run(stop.Token);
                return;
            }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested)
            {
                // Turned off.
            }
            finally
            {
                End();
            }
        }
    }

    private bool TryBegin(CancellationTokenSource stop)
    {
        lock (_gate)
        {
            _run = IsOn ? stop : null;
            return IsOn;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _run = null;
        }
    }
}

using System.Threading.Channels;

namespace EdgeWatch;

/// <summary>Wakes one waiter; being set twice before it wakes counts once. Setting never blocks and never throws.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the waiter, or the next one that comes.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits until set or cancelled; cancelling does not throw.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task woken = _channel.Reader.WaitToReadAsync(cancellationToken).AsTask();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Reader.TryRead(out _);
    }
}

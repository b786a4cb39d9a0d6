using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace EdgeWatch;

/// <summary>
/// What others want of a loop: one wish waits at most, each has an answer, and nobody waits for one that never comes. When the loop ends,
/// those that wait and those that come later are told so. For one loop, and others on any thread.
/// </summary>
/// <typeparam name="TWish">What somebody wants.</typeparam>
/// <typeparam name="TAnswer">What comes of it.</typeparam>
internal sealed class Wishes<TWish, TAnswer>
{
    private readonly Channel<Wish> _waiting = Channel.CreateBounded<Wish>(1);
    private Wish? _taken;

    /// <summary>Wants something of the loop, and waits until it is done.</summary>
    /// <exception cref="OperationCanceledException">The loop has ended, or <paramref name="stopping"/> fired.</exception>
    public async Task<TAnswer> AskAsync(TWish wanted, CancellationToken stopping = default)
    {
        Wish wish = new(wanted);
        try
        {
            await _waiting.Writer.WriteAsync(wish, stopping);
        }
        catch (ChannelClosedException e)
        {
            throw new OperationCanceledException("who was asked has ended", e);
        }

        return await wish.Answered.WaitAsync(stopping);
    }

    /// <summary>For the loop: waits for a wish.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public Task WaitAsync(CancellationToken stopping) => _waiting.Reader.WaitToReadAsync(stopping).AsTask();

    /// <summary>For the loop: takes the next wish, if there is one, which it answers before it takes another.</summary>
    public bool TryTake([NotNullWhen(true)] out Wish? wish)
    {
        bool isThere = _waiting.Reader.TryRead(out wish);
        _taken = wish;
        return isThere;
    }

    /// <summary>For the loop: it has ended, and takes no wish any more.</summary>
    public void End()
    {
        _waiting.Writer.TryComplete();
        do
        {
            _taken?.Drop();
        }
        while (TryTake(out _));
    }

    /// <summary>Somebody wants something.</summary>
    /// <param name="wanted">What.</param>
    internal sealed class Wish(TWish wanted)
    {
        private readonly TaskCompletionSource<TAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What is wanted.</summary>
        public TWish Wanted => wanted;

        /// <summary>Completes when it is done, or will not be.</summary>
        public Task<TAnswer> Answered => _answered.Task;

        /// <summary>It is done.</summary>
        public void Answer(TAnswer answer) => _answered.TrySetResult(answer);

        /// <summary>It will not be done; without effect when it is.</summary>
        public void Drop() => _answered.TrySetCanceled();
    }
}

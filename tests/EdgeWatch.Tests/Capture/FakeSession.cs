using System.Threading.Channels;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Tests.Capture;

/// <summary>A camera's program in the hands of a test.</summary>
internal sealed class FakeSession : ICaptureSession
{
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private CaptureEnd _end;

    public bool IsDisposed { get; private set; }

    public bool IsLive { get; init; } = true;

    public long DamagedPictures { get; set; }

    public void Send(Frame frame) => _frames.Writer.TryWrite(frame);

    public void End(string reason, bool isFinished = false)
    {
        _end = new CaptureEnd(isFinished, isFinished, reason, reason);
        _frames.Writer.Complete();
    }

    public void Fail(Exception exception) => _frames.Writer.Complete(exception);

    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _frames.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            return e.InnerException is { } failure ? throw failure : null;
        }
    }

    public Task<CaptureEnd> EndAsync() => Task.FromResult(_end);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

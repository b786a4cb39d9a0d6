using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Model;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras.Live;

/// <summary>
/// A camera's way to the network, at which its attention is read while somebody wants to see it. A frame is shown when it is scored, some
/// frames after the network has seen it: maps wait for so long.
/// </summary>
/// <param name="cameraId">The camera.</param>
/// <param name="model">The network.</param>
/// <param name="grid">The camera's patch grid.</param>
/// <param name="logger">Told why there is no attention to be seen.</param>
internal sealed partial class AttentionTap(string cameraId, IPatchModel model, PatchGrid grid, ILogger<AttentionTap> logger)
    : IPatchModel, IDisposable
{
    private readonly (long Frame, AttentionMap? Map)[] _frames = new (long, AttentionMap?)[DelayedSmoother.DelayFrames + 1];

    private IPatchAttention? _attention;
    private bool _isRefused;
    private int _newest;

    /// <inheritdoc/>
    public string Name => model.Name;

    /// <inheritdoc/>
    public string Sha256 => model.Sha256;

    /// <inheritdoc/>
    public ILookModel? Looks => model.Looks;

    /// <summary>Says which frame the network sees next, and whether its attention is wanted.</summary>
    /// <param name="frame">Number of the frame.</param>
    /// <param name="isWanted">Whether it is; the network is loaded a second time when it first is.</param>
    public void Begin(long frame, bool isWanted)
    {
        bool isRead = isWanted && Open() is not null;
        _newest = (_newest + 1) % _frames.Length;
        _frames[_newest] = (frame, isRead ? AttentionMap.Empty(grid) : null);
    }

    /// <inheritdoc/>
    public void Run(TokenBatch batch)
    {
        model.Run(batch);
        if (batch.Count == 0 || _attention is null || _frames[_newest].Map is null)
        {
            return;
        }

        try
        {
            _frames[_newest].Map = AttentionMap.Of(grid, batch, _attention.WeightsOf(batch));
        }
        catch (ModelException e)
        {
            Refuse(e);
        }
    }

    /// <inheritdoc/>
    public void Forget(TokenBatch batch) => model.Forget(batch);

    /// <summary>Where the network looked in one of the last frames; null where it was not wanted then, or cannot be told.</summary>
    public AttentionMap? Of(long frame) => Array.Find(_frames, its => its.Frame == frame).Map;

    /// <summary>Gives up what is held while attention is wanted.</summary>
    public void Close()
    {
        _attention?.Dispose();
        _attention = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private IPatchAttention? Open()
    {
        if (_attention is null && !_isRefused)
        {
            try
            {
                _attention = model.OpenAttention();
            }
            catch (ModelException e)
            {
                Refuse(e);
            }
        }

        return _attention;
    }

    /// <summary>The detector goes on without: what is drawn for people must not hold it up.</summary>
    private void Refuse(ModelException e)
    {
        LogRefused(cameraId, e.Message);
        Close();
        _isRefused = true;
        _frames[_newest].Map = null;
    }

    [LoggerMessage(722, LogLevel.Warning, "Camera {Camera}: the page cannot show where the network looks: {Reason}")]
    private partial void LogRefused(string camera, string reason);
}

namespace EdgeWatch.Core.Patches;

/// <summary>
/// How much each patch changes from frame to frame when nothing happens: a running lower quantile, so that people who pass now and
/// then do not count, and leaves that always move do.
/// </summary>
/// <param name="patches">Number of patches.</param>
public sealed class NoiseEstimate(int patches)
{
    /// <summary>The part of frames in which a patch is assumed to be quiet, at least.</summary>
    public const float Quantile = 0.25f;

    /// <summary>Step of the estimate relative to itself: it moves by half within some 100 frames.</summary>
    public const float Rate = 0.01f;

    /// <summary>Noise of a camera that is nearly free of it, in grey levels; keeps the relative step alive.</summary>
    public const float Minimum = 0.25f;

    private readonly float[] _estimates = CreateEstimates(patches);

    /// <summary>The estimate for one patch, in grey levels of mean absolute difference.</summary>
    public float this[int index] => _estimates[index];

    /// <summary>All estimates, row-major.</summary>
    public ReadOnlySpan<float> All => _estimates;

    /// <summary>A difference from the background in grey levels that is no noise: at least <paramref name="least"/>, and more than one
    /// noisy picture has from another.</summary>
    public float Beyond(int index, float least) => Math.Max(least, _estimates[index]);

    /// <summary>Brings an estimate at once to where recent frames say that it is.</summary>
    /// <param name="index">The patch.</param>
    /// <param name="quietest">Its least change of late, in grey levels: noise is no less.</param>
    /// <param name="loudest">Its greatest: noise is no more.</param>
    public void Limit(int index, float quietest, float loudest) =>
        _estimates[index] = Math.Max(Minimum, Math.Clamp(_estimates[index], quietest, loudest));

    /// <summary>Moves every estimate one step towards its quantile.</summary>
    /// <param name="changes">Change of every patch in the newest frame, in grey levels.</param>
    public void Follow(ReadOnlySpan<float> changes)
    {
        for (int i = 0; i < _estimates.Length; i++)
        {
            float step = changes[i] > _estimates[i] ? Quantile : Quantile - 1;
            _estimates[i] = Math.Max(Minimum, _estimates[i] * (1 + (Rate * step)));
        }
    }

    private static float[] CreateEstimates(int count)
    {
        float[] estimates = new float[count];
        Array.Fill(estimates, Minimum);
        return estimates;
    }
}

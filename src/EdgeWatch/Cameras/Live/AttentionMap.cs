using EdgeWatch.Core.Patches;

namespace EdgeWatch.Cameras.Live;

/// <summary>Where in a frame the network looks.</summary>
/// <param name="Grid">The patch grid; it begins at the frame's upper left corner.</param>
/// <param name="Shares">
/// For each patch, row after row, how much of their attention the other active patches give to it on average, 0–1; 0 where nothing was
/// active.
/// </param>
internal sealed record AttentionMap(PatchGrid Grid, float[] Shares)
{
    /// <summary>That of a frame in which nothing was active.</summary>
    public static AttentionMap Empty(PatchGrid grid) => new(grid, new float[grid.Count]);

    /// <summary>That of a batch.</summary>
    /// <param name="grid">The grid that its patches are from.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="weights">How its patches attend to each other; see <see cref="IPatchAttention.WeightsOf"/>.</param>
    public static AttentionMap Of(PatchGrid grid, TokenBatch batch, ReadOnlySpan<float> weights)
    {
        AttentionMap map = Empty(grid);
        int others = batch.Count - 1;
        for (int key = 0; key < batch.Count; key++)
        {
            float received = 0;
            for (int query = 0; query < batch.Count; query++)
            {
                received += query == key ? 0 : weights[(query * batch.Count) + key];
            }

            map.Shares[grid.IndexOf(batch[key])] = others == 0 ? 0 : received / others;
        }

        return map;
    }
}

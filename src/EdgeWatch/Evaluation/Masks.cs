using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Evaluation;

/// <summary>Where the frames of clips are anomalous: a folder with a folder of pictures for each clip, one for each frame.</summary>
/// <param name="folder">The folder.</param>
/// <param name="open">Opens a clip: its frames in order.</param>
internal sealed class Masks(string folder, Func<Clip, CancellationToken, IAsyncEnumerable<Frame>> open)
{
    /// <summary>The masks of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="frames">Its frames.</param>
    /// <param name="size">Their size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EdgeWatchException">They are missing, of another size, or not as many.</exception>
    public async Task<IReadOnlyList<FrameMask>> OfAsync(Clip clip, int frames, FrameSize size, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, clip.Name);
        if (!Directory.Exists(path))
        {
            throw new EdgeWatchException($"{folder}: no masks for clip \"{clip.Name}\": there is no folder {clip.Name} in it.");
        }

        List<FrameMask> masks = [];
        await foreach (Frame mask in open(Clip.Of(path), cancellationToken))
        {
            using (mask)
            {
                masks.Add(mask.Size == size
                    ? FrameMask.Of(mask.Luma, size, PatchGrid.For(size))
                    : throw new EdgeWatchException(
                        $"{path}: its masks are {mask.Size} while the frames of clip \"{clip.Name}\" are {size}."));
            }
        }

        return masks.Count == frames
            ? masks
            : throw new EdgeWatchException(
                $"{path}: {masks.Count} masks for the {frames} frames of clip \"{clip.Name}\"; one for each frame is needed.");
    }
}

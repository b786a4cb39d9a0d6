namespace EdgeWatch.Evaluation;

/// <summary>Anomalous frames of a clip that follow one another: something that happened, and was to be found.</summary>
/// <param name="First">Its first frame.</param>
/// <param name="Last">Its last frame.</param>
internal readonly record struct Stretch(int First, int Last)
{
    /// <summary>The stretches of a clip, in order.</summary>
    /// <param name="labels">Whether each of its frames is anomalous.</param>
    public static IReadOnlyList<Stretch> In(IReadOnlyList<bool> labels)
    {
        List<Stretch> stretches = [];
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] && stretches.Count > 0 && stretches[^1].Last == i - 1)
            {
                stretches[^1] = stretches[^1] with { Last = i };
            }
            else if (labels[i])
            {
                stretches.Add(new Stretch(i, i));
            }
        }

        return stretches;
    }
}

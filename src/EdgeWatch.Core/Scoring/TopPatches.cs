namespace EdgeWatch.Core.Scoring;

/// <summary>Pools the surprises of a frame's patches into one value: the mean of the largest.</summary>
/// <param name="count">How many of the largest; missing ones count as 0, so that one odd patch alone does not alarm.</param>
public sealed class TopPatches(int count)
{
    private readonly float[] _largest = new float[count];

    /// <summary>Mean of the largest surprises, in nats; 0 without patches.</summary>
    public double Pool(ReadOnlySpan<float> surprises)
    {
        Array.Clear(_largest);
        foreach (float surprise in surprises)
        {
            if (surprise > _largest[0])
            {
                ReplaceSmallest(surprise);
            }
        }

        double sum = 0;
        foreach (float surprise in _largest)
        {
            sum += surprise;
        }

        return sum / count;
    }

    /// <summary>Insertion into an ascending list whose first entry goes.</summary>
    private void ReplaceSmallest(float surprise)
    {
        int i = 0;
        while (i + 1 < _largest.Length && _largest[i + 1] < surprise)
        {
            _largest[i] = _largest[i + 1];
            i++;
        }

        _largest[i] = surprise;
    }
}

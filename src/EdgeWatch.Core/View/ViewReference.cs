using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.View;

/// <summary>
/// What a camera usually sees: running means of its samples, in which only stays what stays in the picture. Bounded: 19 floats a patch,
/// 23 kB for a 4:3 picture.
/// </summary>
public sealed class ViewReference
{
    /// <summary>
    /// Samples over which the means run: half an hour at two a second, so that dusk and shadows are followed, and what happens to a camera
    /// within minutes is not.
    /// </summary>
    public const int Memory = 3600;

    /// <summary>Samples from which on a view is known: ten seconds of video.</summary>
    public const int LeastSamples = 20;

    private readonly float[] _structure;
    private readonly float[] _detail;
    private readonly float[] _lastingDetail;
    private readonly float[] _contrast;

    /// <summary>A view that nothing is known of.</summary>
    public ViewReference(PatchGrid grid)
    {
        _structure = new float[new ViewSample(grid).Structure.Length];
        _detail = new float[grid.Count];
        _lastingDetail = new float[grid.Count];
        _contrast = new float[grid.Count];
    }

    /// <summary>Samples learned, up to <see cref="Memory"/>.</summary>
    public int Samples { get; private set; }

    /// <summary>Whether there have been enough to compare with.</summary>
    public bool IsKnown => Samples >= LeastSamples;

    /// <summary>Mean grey level, 0–255.</summary>
    public double Mean { get; private set; }

    /// <summary>See <see cref="ViewSample.Structure"/>.</summary>
    public ReadOnlySpan<float> Structure => _structure;

    /// <summary>See <see cref="ViewSample.Detail"/>.</summary>
    public ReadOnlySpan<float> Detail => _detail;

    /// <summary>See <see cref="ViewSample.LastingDetail"/>.</summary>
    public ReadOnlySpan<float> LastingDetail => _lastingDetail;

    /// <summary>See <see cref="ViewSample.Contrast"/>.</summary>
    public ReadOnlySpan<float> Contrast => _contrast;

    /// <summary>Takes a sample as usual.</summary>
    public void Learn(ViewSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Samples = Math.Min(Samples + 1, Memory);
        float rate = 1f / Samples;
        Follow(_structure, sample.Structure, rate);
        Follow(_detail, sample.Detail, rate);
        Follow(_lastingDetail, sample.LastingDetail, rate);
        Follow(_contrast, sample.Contrast, rate);
        Mean += (sample.Mean - Mean) * rate;
    }

    /// <summary>Forgets the view: what is seen from now on is usual.</summary>
    public void Forget() => Samples = 0;

    /// <summary>Writes it.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Samples);
        writer.Write(Mean);
        foreach (float[] values in new[] { _structure, _detail, _lastingDetail, _contrast })
        {
            writer.Write(values.Length);
            foreach (float value in values)
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>Replaces it by what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not written for such a grid.</exception>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Samples = reader.ReadInt32();
        Mean = reader.ReadDouble();
        foreach (float[] values in new[] { _structure, _detail, _lastingDetail, _contrast })
        {
            int length = reader.ReadInt32();
            if (length != values.Length)
            {
                throw new InvalidDataException($"{length} values of a view were saved, {values.Length} are needed");
            }

            foreach (ref float value in values.AsSpan())
            {
                value = reader.ReadSingle();
            }
        }
    }

    private static void Follow(Span<float> means, ReadOnlySpan<float> values, float rate)
    {
        for (int i = 0; i < means.Length; i++)
        {
            means[i] += (values[i] - means[i]) * rate;
        }
    }
}

namespace EdgeWatch.Scene;

/// <summary>What light and sensor do to the whole picture: clouds that pass, and noise in every pixel.</summary>
internal sealed class Light
{
    // Rows begin at any of them, so that no pattern repeats where an eye would see it.
    private const int NoiseSamples = 1 << 16;

    /// <summary>Standard deviation of the noise in luma steps: what a small camera shows by day.</summary>
    private const double NoiseSigma = 2.0;

    /// <summary>How far clouds change the brightness, as a part of it.</summary>
    private const double CloudDepth = 0.15;

    // Two periods without a common multiple of any length; one way from bright to dark takes some 15 seconds.
    private const double CloudPeriodSeconds = 34;
    private const double SecondPeriodSeconds = 21;
    private const double SecondShare = 0.3;

    private const int GainShift = 8;

    // Blackest and brightest luma of limited-range video, so that either reading of the range shows the same.
    private const int Darkest = 16;
    private const int Brightest = 235;

    private readonly sbyte[] _noise;
    private readonly double _phase;
    private readonly Weather? _weather;

    public Light(Random random, int width, Weather? weather)
    {
        _weather = weather;
        _phase = random.NextDouble() * Math.Tau;
        _noise = new sbyte[NoiseSamples + width];
        for (int index = 0; index < _noise.Length; index++)
        {
            _noise[index] = (sbyte)Math.Round(NoiseSigma * random.Gaussian());
        }
    }

    /// <summary>Brightness at a time: 1 on average by a clear day.</summary>
    public double GainAt(double seconds)
    {
        double passing = ((1 - SecondShare) * Math.Sin((seconds / CloudPeriodSeconds * Math.Tau) + _phase))
            + (SecondShare * Math.Sin((seconds / SecondPeriodSeconds * Math.Tau) + (2 * _phase)));
        double depth = CloudDepth * (_weather?.CloudsAt(seconds) ?? 1);
        return (_weather?.BrightnessAt(seconds) ?? 1) * (1 + (depth * passing));
    }

    /// <summary>Applies both to a clean picture. Noise differs from frame to frame and is the same for the same frame.</summary>
    public void Apply(I420Canvas canvas, int frame, double seconds)
    {
        int gain = (int)Math.Round(GainAt(seconds) * (1 << GainShift));
        int width = canvas.Size.Width;
        for (int y = 0; y < canvas.Size.Height; y++)
        {
            int offset = (int)(Texture.Hash(frame, y) * (NoiseSamples - 1));
            ApplyRow(canvas.Luma.Slice(y * width, width), _noise.AsSpan(offset, width), gain);
        }
    }

    private static void ApplyRow(Span<byte> luma, ReadOnlySpan<sbyte> noise, int gain)
    {
        for (int x = 0; x < luma.Length; x++)
        {
            luma[x] = (byte)Math.Clamp(((luma[x] * gain) >> GainShift) + noise[x], Darkest, Brightest);
        }
    }
}

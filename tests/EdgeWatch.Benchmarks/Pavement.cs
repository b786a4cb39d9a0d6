using EdgeWatch.Core.Frames;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// A generated scene of the size of UCSD Ped2 (360×240): textured people walk to and fro in front of a textured wall. Its frames go
/// round without a jump, so that it can be shown for as long as a measurement takes.
/// </summary>
internal sealed class Pavement
{
    /// <summary>Time from one frame to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);

    /// <summary>Width and height of the pictures.</summary>
    public static readonly FrameSize Size = new(360, 240);

    /// <summary>Frames of one round: there and back.</summary>
    private const int Frames = 200;

    /// <summary>Pixels a frame: the usual speed of a pedestrian in Ped2.</summary>
    private const double Speed = 0.8;

    private const int PersonWidth = 14;
    private const int PersonHeight = 34;

    /// <summary>Grey levels by which a person's clothes differ from one pixel to the next, at most.</summary>
    private const int Contrast = 90;

    private readonly FramePool _pool = new(Size);
    private readonly byte[][] _pictures = new byte[Frames][];
    private long _sequence;

    /// <summary>A scene with some people in it; the same for the same number.</summary>
    public Pavement(int people)
    {
        Random random = new(1);
        byte[] wall = Noise(Size.LumaBytes, random);
        Person[] crowd = [.. Enumerable.Range(0, people).Select(_ => Person.Draw(random))];
        for (int i = 0; i < Frames; i++)
        {
            _pictures[i] = (byte[])wall.Clone();
            foreach (Person person in crowd)
            {
                person.Paint(_pictures[i], Math.Min(i, Frames - i) * Speed);
            }
        }
    }

    /// <summary>The next picture, as luma.</summary>
    public ReadOnlySpan<byte> NextLuma() => _pictures[_sequence++ % Frames];

    /// <summary>The next picture as a frame of a camera with 10 frames a second.</summary>
    public Frame Next()
    {
        Frame frame = _pool.Rent();
        frame.Sequence = _sequence;
        frame.CapturedTimestamp = (_sequence + 1) * TimeProvider.System.TimestampFrequency / 10;
        NextLuma().CopyTo(frame.Luma);
        return frame;
    }

    private static byte[] Noise(int count, Random random)
    {
        byte[] grey = new byte[count];
        for (int i = 0; i < count; i++)
        {
            grey[i] = (byte)(110 + random.Next(Contrast / 2));
        }

        return grey;
    }

    private sealed record Person(int Left, int Top, byte[] Clothes)
    {
        public static Person Draw(Random random) => new(
            random.Next(Size.Width - PersonWidth - (int)(Frames / 2 * Speed)),
            random.Next(Size.Height - PersonHeight),
            [.. Enumerable.Range(0, (PersonWidth + 1) * PersonHeight).Select(_ => (byte)(60 + random.Next(Contrast)))]);

        /// <summary>At a distance from where the person began, between pixels as well.</summary>
        public void Paint(byte[] picture, double walked)
        {
            (int whole, double part) = ((int)walked, walked - (int)walked);
            for (int y = 0; y < PersonHeight; y++)
            {
                ReadOnlySpan<byte> row = Clothes.AsSpan(y * (PersonWidth + 1), PersonWidth + 1);
                Span<byte> target = picture.AsSpan(((Top + y) * Size.Width) + Left + whole, PersonWidth);
                for (int x = 0; x < PersonWidth; x++)
                {
                    target[x] = (byte)((row[x + 1] * (1 - part)) + (row[x] * part));
                }
            }
        }
    }
}

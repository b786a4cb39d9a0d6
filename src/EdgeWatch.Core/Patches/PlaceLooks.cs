using System.Numerics.Tensors;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// What the places of one camera's picture look like: the picture, or a part of it, in, a look of each of its places out. A place is a
/// patch, or where the analysed picture is large a square of four: looks are taught on pictures of about 240 rows. Made once per camera and
/// filled anew at every glance; what the model reads and writes is pinned, so that it does so in place.
/// </summary>
public sealed class PlaceLooks
{
    /// <summary>Length of a look.</summary>
    public const int Length = 128;

    /// <summary>Analysed rows from which on a place is a square of four patches: 240 and half as many again.</summary>
    public const int LargePictureRows = PatchGrid.DefaultAnalysisRows * 3 / 2;

    private readonly PatchPosition[] _positions;
    private readonly sbyte[] _units;
    private readonly float[] _surprises;
    private readonly bool[] _isBare;
    private readonly bool[] _isUsual;

    /// <summary>Places of a picture that nobody has looked at yet.</summary>
    /// <param name="patches">The patch grid.</param>
    public PlaceLooks(PatchGrid patches)
    {
        PatchesAcross = AcrossIn(patches);
        Grid = GridOf(patches);
        Picture = GC.AllocateArray<byte>(Grid.Width * Grid.Height, pinned: true);
        Looks = GC.AllocateArray<float>(Grid.Count * Length, pinned: true);
        Blocks = new AttentionBlocks(Grid, Grid.Count);
        _positions = new PatchPosition[Grid.Count];
        LookAt(PlaceRectangle.Of(Grid));
        _units = new sbyte[Grid.Count * Length];
        _surprises = new float[Grid.Count];
        _isBare = new bool[Grid.Count];
        _isUsual = new bool[Grid.Count];
    }

    /// <summary>The places, row-major.</summary>
    public PatchGrid Grid { get; }

    /// <summary>Patches along each side of a place.</summary>
    public int PatchesAcross { get; }

    /// <summary>The part of the picture that is looked at; all of it at first.</summary>
    public PlaceRectangle Part { get; private set; }

    /// <summary>The picture of the part that is looked at, <c>[16 · rows, 16 · columns]</c> grey levels; what lies behind is left over.
    /// </summary>
    public byte[] Picture { get; }

    /// <summary>The model's looks of the part's places, <c>[places, 128]</c>; of any length. What lies behind is left over.</summary>
    public float[] Looks { get; }

    /// <summary>Who sees whom in attention: every place of the part those around it.</summary>
    public AttentionBlocks Blocks { get; }

    /// <summary>Whether the looks are those of the newest frame; else of one before it.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>
    /// By how many deviations looks are farther off than usual all over the picture, 0 or more: what light, grain, snow or a low bit rate
    /// does to all of them says nothing of one.
    /// </summary>
    public float CommonDeviation { get; set; }

    /// <summary>How surprising it is what has stayed at each place, in nats, <c>[places]</c>; 0 where nothing is.</summary>
    public Span<float> Surprises => _surprises;

    /// <summary>Whether each place looks as its surroundings usually do, though itself it does not, <c>[places]</c>.</summary>
    public Span<bool> IsBare => _isBare;

    /// <summary>Whether each place looks as it has looked before, <c>[places]</c>: what moves there, if anything does, is not to be told
    /// from what is behind it.</summary>
    public Span<bool> IsUsual => _isUsual;

    /// <summary>How surprising it is what has stayed at a patch, in nats, if its place is bare, or if it is not; else 0.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="isBare">What of its place; see <see cref="IsBare"/>.</param>
    public float SurpriseAt(PatchPosition patch, bool isBare)
    {
        int place = PlaceOf(patch);
        return _isBare[place] == isBare ? _surprises[place] : 0;
    }

    /// <summary>The places of a patch grid.</summary>
    public static PatchGrid GridOf(PatchGrid patches)
    {
        int across = AcrossIn(patches);
        return new PatchGrid(patches.Rows / across, patches.Columns / across, patches.Scale * across);
    }

    /// <summary>The place of a patch, row-major; an odd row or column at the edge belongs to the place beside it.</summary>
    public int PlaceOf(PatchPosition patch) => Grid.IndexOf(PlaceOf(Grid, PatchesAcross, patch));

    /// <summary>The place of a patch in the places of its grid; see <see cref="GridOf"/>.</summary>
    public static PatchPosition PlaceOf(PatchGrid places, PatchGrid patches, PatchPosition patch) =>
        PlaceOf(places, AcrossIn(patches), patch);

    /// <summary>Look of a place as a direction in 127ths, <c>[128]</c>.</summary>
    public ReadOnlySpan<sbyte> Of(int place) => _units.AsSpan(place * Length, Length);

    /// <summary>Takes a part of a picture to be looked at.</summary>
    /// <param name="picture">The analysed picture, at half its resolution where a place is a square of patches.</param>
    /// <param name="part">The part.</param>
    public void Take(LumaPlane picture, PlaceRectangle part)
    {
        ArgumentNullException.ThrowIfNull(picture);
        LookAt(part);
        int width = part.Columns * PatchGrid.PatchSize;
        for (int y = 0; y < part.Rows * PatchGrid.PatchSize; y++)
        {
            picture.Row((part.Top * PatchGrid.PatchSize) + y).Slice(part.Left * PatchGrid.PatchSize, width)
                .CopyTo(Picture.AsSpan(y * width));
        }
    }

    /// <summary>
    /// Takes what the model answered about some of the places that it has looked at as the looks of the newest frame, unless anything is
    /// not in numbers.
    /// </summary>
    /// <param name="places">Places of <see cref="Part"/>.</param>
    /// <returns>Whether it was.</returns>
    public bool Accept(PlaceRectangle places)
    {
        IsFresh = float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(Looks.AsSpan(0, Part.Count * Length)));
        for (int row = places.Top; IsFresh && row < places.Bottom; row++)
        {
            for (int column = places.Left; column < places.Right; column++)
            {
                int answer = ((row - Part.Top) * Part.Columns) + column - Part.Left;
                int place = Grid.IndexOf(new PatchPosition(row, column));
                UnitVectors.Write(Looks.AsSpan(answer * Length, Length), _units.AsSpan(place * Length, Length));
            }
        }

        return IsFresh;
    }

    /// <summary>The newest frame looks as it did when it was looked at last: the looks are its own, too.</summary>
    public void Keep() => IsFresh = true;

    /// <summary>The next frame has come and was not looked at.</summary>
    public void Age() => IsFresh = false;

    private void LookAt(PlaceRectangle part)
    {
        bool isDealt = (part.Rows, part.Columns) == (Part.Rows, Part.Columns);
        Part = part;
        if (isDealt)
        {
            return;
        }

        for (int place = 0; place < part.Count; place++)
        {
            _positions[place] = new PatchPosition(place / part.Columns, place % part.Columns);
        }

        Blocks.Deal(_positions.AsSpan(0, part.Count));
    }

    private static int AcrossIn(PatchGrid patches) => patches.Height >= LargePictureRows && patches.Columns > 1 ? 2 : 1;

    private static PatchPosition PlaceOf(PatchGrid places, int across, PatchPosition patch) =>
        new(Math.Min(places.Rows - 1, patch.Row / across), Math.Min(places.Columns - 1, patch.Column / across));
}

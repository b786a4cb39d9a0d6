using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Watching;

/// <summary>A stand-in for the network of looks: a place looks as every second of its pixels is lighter or darker than grey.</summary>
internal sealed class PixelLookModel : ILookModel
{
    private const int MiddleGrey = 128;

    public string Sha256 => new('b', 64);

    /// <summary>How often it was asked.</summary>
    public int Runs { get; private set; }

    /// <summary>Added to the first value of the first look.</summary>
    public float Spoil { get; set; }

    /// <summary>The places that it has been told to forget.</summary>
    public List<PlaceLooks> Forgotten { get; } = [];

    public void Forget(PlaceLooks places) => Forgotten.Add(places);

    /// <summary>The parts of the picture that it was shown.</summary>
    public List<PlaceRectangle> Shown { get; } = new(capacity: 10_000);

    public void Run(PlaceLooks places)
    {
        Runs++;
        Shown.Add(places.Part);
        int width = places.Part.Columns * PatchGrid.PatchSize;
        for (int place = 0; place < places.Part.Count; place++)
        {
            (int row, int column) = (place / places.Part.Columns, place % places.Part.Columns);
            for (int i = 0; i < PlaceLooks.Length; i++)
            {
                int y = (row * PatchGrid.PatchSize) + (2 * i / PatchGrid.PatchSize);
                int x = (column * PatchGrid.PatchSize) + (2 * i % PatchGrid.PatchSize);
                places.Looks[(place * PlaceLooks.Length) + i] = places.Picture[(y * width) + x] - MiddleGrey;
            }
        }

        places.Looks[0] += Spoil;
    }
}

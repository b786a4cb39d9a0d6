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

    public void Run(PlaceLooks places)
    {
        Runs++;
        for (int place = 0; place < places.Grid.Count; place++)
        {
            PatchPosition position = places.Grid.PositionOf(place);
            for (int i = 0; i < PlaceLooks.Length; i++)
            {
                int y = (position.Row * PatchGrid.PatchSize) + (2 * i / PatchGrid.PatchSize);
                int x = (position.Column * PatchGrid.PatchSize) + (2 * i % PatchGrid.PatchSize);
                places.Looks[(place * PlaceLooks.Length) + i] = places.Picture[(y * places.Grid.Width) + x] - MiddleGrey;
            }
        }

        places.Looks[0] += Spoil;
    }
}

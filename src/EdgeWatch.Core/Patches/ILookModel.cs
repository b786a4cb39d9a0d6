namespace EdgeWatch.Core.Patches;

/// <summary>A network that says what every place of a picture looks like, moving or not.</summary>
public interface ILookModel
{
    /// <summary>SHA-256 of the network in hex; looks of two networks have nothing in common.</summary>
    string Sha256 { get; }

    /// <summary>Reads the picture of <paramref name="places"/> and writes the looks of all places of the part that it shows.</summary>
    void Run(PlaceLooks places);

    /// <summary>Gives back what it keeps for places that are not used any more.</summary>
    void Forget(PlaceLooks places)
    {
    }
}

namespace EdgeWatch.Core.Patches;

/// <summary>A network that looks at the active patches of one frame together.</summary>
public interface IPatchModel
{
    /// <summary>Name and version for messages, for example <c>edgewatch-v2 2.0.0</c>.</summary>
    string Name { get; }

    /// <summary>SHA-256 of the network in hex.</summary>
    string Sha256 { get; }

    /// <summary>The network that says what every place looks like; null where there is none, and nothing is glanced at.</summary>
    ILookModel? Looks => null;

    /// <summary>SHA-256 of all its networks; learned state belongs to them.</summary>
    string Identity => Looks is { } looks ? $"{Sha256}+{looks.Sha256}" : Sha256;

    /// <summary>
    /// Reads tokens and positions of <paramref name="batch"/>, writes its attributes and embeddings. An empty batch costs nothing.
    /// </summary>
    void Run(TokenBatch batch);

    /// <summary>Gives back what it keeps for a batch that is not used any more.</summary>
    void Forget(TokenBatch batch)
    {
    }

    /// <summary>Begins to tell how patches attend to each other; null where the network has no attention to tell of.</summary>
    IPatchAttention? OpenAttention() => null;
}

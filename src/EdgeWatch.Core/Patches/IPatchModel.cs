namespace EdgeWatch.Core.Patches;

/// <summary>A network that looks at the active patches of one frame together.</summary>
public interface IPatchModel
{
    /// <summary>Name and version for messages, for example <c>edgewatch-v2 2.0.0</c>.</summary>
    string Name { get; }

    /// <summary>SHA-256 of the network in hex; learned state belongs to it.</summary>
    string Sha256 { get; }

    /// <summary>
    /// Reads tokens and positions of <paramref name="batch"/>, writes its attributes and embeddings. An empty batch costs nothing.
    /// </summary>
    void Run(TokenBatch batch);
}

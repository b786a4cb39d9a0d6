using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EdgeWatch.Tests.Model;

/// <summary>One network of a <see cref="ModelCopy"/>.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Description">What the manifest says of it.</param>
internal sealed record CopiedNetwork(string Path, JsonObject Description)
{
    /// <summary>Replaces every occurrence of some bytes in the network by as many others, and the checksum in the manifest.</summary>
    public void Replace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        byte[] network = File.ReadAllBytes(Path);
        int found = 0;
        for (int at = network.AsSpan().IndexOf(old); at >= 0; at = network.AsSpan().IndexOf(old))
        {
            replacement.CopyTo(network.AsSpan(at));
            found++;
        }

        Assert.True(found > 0, "the network does not hold what was to be replaced");
        Replace(network);
    }

    /// <summary>Replaces the network, and the checksum in the manifest.</summary>
    public void Replace(ReadOnlySpan<byte> network)
    {
        File.WriteAllBytes(Path, network);
        Description["sha256"] = Convert.ToHexStringLower(SHA256.HashData(network));
    }
}

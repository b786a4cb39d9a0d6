using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeWatch.Model;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Model;

/// <summary>A copy of the shipped model that can be spoiled.</summary>
internal sealed class ModelCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Copies it.</summary>
    public ModelCopy()
    {
        Manifest = JsonNode.Parse(File.ReadAllText(OnnxPatchModel.DefaultManifest))!.AsObject();
        NetworkFile = _folder.File((string)Manifest["file"]!);
        File.Copy(Path.Combine(Path.GetDirectoryName(OnnxPatchModel.DefaultManifest)!, (string)Manifest["file"]!), NetworkFile);
    }

    /// <summary>The manifest, to be changed.</summary>
    public JsonObject Manifest { get; }

    /// <summary>Path of the network.</summary>
    public string NetworkFile { get; }

    /// <summary>Sets one value; a dot leads into an object, a number into an array.</summary>
    public void Set(string path, string json)
    {
        string[] steps = path.Split('.');
        JsonNode parent = steps[..^1].Aggregate(
            (JsonNode)Manifest, (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        if (int.TryParse(steps[^1], out int last))
        {
            parent[last] = JsonNode.Parse(json);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(json);
        }
    }

    /// <summary>Replaces every occurrence of some bytes in the network by as many others, and the checksum in the manifest.</summary>
    public void ReplaceInNetwork(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        byte[] network = File.ReadAllBytes(NetworkFile);
        int found = 0;
        for (int at = network.AsSpan().IndexOf(old); at >= 0; at = network.AsSpan().IndexOf(old))
        {
            replacement.CopyTo(network.AsSpan(at));
            found++;
        }

        Assert.True(found > 0, "the network does not hold what was to be replaced");
        ReplaceNetwork(network);
    }

    /// <summary>Replaces the network, and the checksum in the manifest.</summary>
    public void ReplaceNetwork(ReadOnlySpan<byte> network)
    {
        File.WriteAllBytes(NetworkFile, network);
        Manifest["sha256"] = Convert.ToHexStringLower(SHA256.HashData(network));
    }

    /// <summary>Writes the manifest and returns its path.</summary>
    public string Write()
    {
        string path = _folder.File("model.json");
        File.WriteAllText(path, Manifest.ToJsonString());
        return path;
    }

    /// <summary>What loading it says.</summary>
    public string Refusal() => Assert.Throws<ModelException>(() => OnnxPatchModel.Load(Write()).Dispose()).Message;

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}

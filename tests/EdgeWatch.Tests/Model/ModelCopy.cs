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
        Patches = Copy(Manifest);
        Looks = Copy(Manifest["look"]!.AsObject());
    }

    /// <summary>The manifest, to be changed.</summary>
    public JsonObject Manifest { get; }

    /// <summary>The network of patches.</summary>
    public CopiedNetwork Patches { get; }

    /// <summary>The network of looks.</summary>
    public CopiedNetwork Looks { get; }

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

    private CopiedNetwork Copy(JsonObject description)
    {
        string name = (string)description["file"]!;
        string path = _folder.File(name);
        File.Copy(Path.Combine(Path.GetDirectoryName(OnnxPatchModel.DefaultManifest)!, name), path);
        return new CopiedNetwork(path, description);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWatch.Model;

/// <summary>What the .json beside a network says about it: enough to refuse a wrong one before it computes nonsense.</summary>
internal sealed record ModelManifest
{
    /// <summary>The manifest schema that this version reads.</summary>
    public const int SupportedSchema = 3;

    public required int Schema { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>File name of the network, in the manifest's own folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the network in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required ModelInput Input { get; init; }

    public required ModelOutput Output { get; init; }

    /// <summary>Input by formula and the answer that every correct runtime gives to it.</summary>
    public required GoldenVector Golden { get; init; }

    /// <summary>The network that says what places look like; null where there is none, and nothing is glanced at.</summary>
    public LookManifest? Look { get; init; }

    /// <summary>Reads and checks a manifest.</summary>
    /// <exception cref="ModelException">Not there, not JSON, or of another schema.</exception>
    public static ModelManifest Load(string path)
    {
        try
        {
            using FileStream stream = System.IO.File.OpenRead(path);
            ModelManifest manifest = JsonSerializer.Deserialize(stream, ModelManifestJson.Default.ModelManifest)
                ?? throw new ModelException($"{path}: the manifest is empty.");
            return manifest.Schema == SupportedSchema
                ? manifest
                : throw new ModelException($"{path}: schema {manifest.Schema} is not known; this version reads schema {SupportedSchema}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The model's manifest cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new ModelException($"{path}:{e.LineNumber + 1}: not a model manifest: {e.Message}", e);
        }
    }
}

/// <summary>Shape of the network's input.</summary>
internal sealed record ModelInput
{
    public required int Rows { get; init; }

    public required int Patch { get; init; }

    /// <summary>Frames whose pixels are in a token, by their age.</summary>
    public required IReadOnlyList<int> FrameLags { get; init; }

    /// <summary>Largest displacement of the cost volumes in pixels.</summary>
    public required int SearchRadius { get; init; }

    public required int TokenLength { get; init; }

    /// <summary>Difference of a token's values whose codes are neighbours.</summary>
    public required double CodeStep { get; init; }

    /// <summary>Code of the value 0.</summary>
    public required int CodeZero { get; init; }

    /// <summary>How many patches away tokens see each other.</summary>
    public required int AttentionReach { get; init; }
}

/// <summary>Shape of the network's output.</summary>
internal sealed record ModelOutput
{
    /// <summary>Names of the attributes in their order.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    public required int EmbeddingLength { get; init; }

    /// <summary>Pixels a frame that are added to speeds before the logarithm.</summary>
    public required float SpeedOffset { get; init; }
}

/// <summary>What the manifest says of the network of looks.</summary>
internal sealed record LookManifest
{
    /// <summary>File name of the network, in the manifest's own folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the network in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Pixels along each side of a place.</summary>
    public required int Patch { get; init; }

    /// <summary>How many places away places see each other.</summary>
    public required int AttentionReach { get; init; }

    /// <summary>Length of a look.</summary>
    public required int Length { get; init; }

    /// <summary>Picture by formula and the answer that every correct runtime gives to it.</summary>
    public required GoldenLooks Golden { get; init; }
}

/// <summary>Reads manifests without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelManifestJson : JsonSerializerContext;

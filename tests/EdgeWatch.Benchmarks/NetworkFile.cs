namespace EdgeWatch.Benchmarks;

/// <summary>A network to measure.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Path">The ONNX file.</param>
/// <param name="FixedTokens">The only number of tokens that it is measured with; null: all.</param>
internal sealed record NetworkFile(string Name, string Path, int? FixedTokens = null)
{
    /// <summary>How the networks come about that are not shipped.</summary>
    public const string Recipe = "/usr/bin/python3 scripts/train/bench_models.py";

    /// <summary>Tokens of AED-MAE: 16×16 patches of a picture of 640×320.</summary>
    private const int AedMaeTokens = 800;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NetworkFile> All { get; } =
    [
        new("shipped", System.IO.Path.Combine(AppContext.BaseDirectory, "models", "edgewatch-v2.onnx")),
        Made("sparse int8"),
        Made("sparse float"),
        Made("dense int8"),
        Made("dense float"),
        Made("AED-MAE-sized", AedMaeTokens),
    ];

    private static NetworkFile Made(string name, int? tokens = null) => new(
        name, System.IO.Path.Combine(Checkout.Artifacts, "benchmarks", "networks", $"{name.Replace(' ', '-')}.onnx"), tokens);
}

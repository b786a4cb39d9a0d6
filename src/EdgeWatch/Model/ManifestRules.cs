using System.Globalization;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Model;

/// <summary>What a manifest has to say for this version of EdgeWatch to feed its network and to read its answers.</summary>
/// <param name="manifest">The manifest.</param>
/// <param name="path">Its file, for messages.</param>
internal sealed class ManifestRules(ModelManifest manifest, string path)
{
    /// <summary>
    /// Largest tolerance of a golden vector. Attributes are about −3 … 3; an answer that may be further off does not tell right from
    /// wrong.
    /// </summary>
    private const double LargestTolerance = 0.5;

    /// <summary>Checks everything.</summary>
    /// <exception cref="ModelException">The first thing that does not fit, by its key.</exception>
    public void Require()
    {
        RequireInput(manifest.Input);
        RequireEqual("output.attributes", List(manifest.Output.Attributes), List(PatchAttributes.Names));
        RequireEqual("output.embedding_length", Text(manifest.Output.EmbeddingLength), Text(TokenBatch.EmbeddingLength));
        RequireEqual("output.speed_offset", Text(manifest.Output.SpeedOffset), Text(PatchAttributes.SpeedOffset));
        RequireGolden(manifest.Golden);
        if (manifest.Look is { } look)
        {
            RequireLook(look);
        }
    }

    private void RequireLook(LookManifest look)
    {
        RequireEqual("look.patch", Text(look.Patch), Text(PatchGrid.PatchSize));
        RequireEqual("look.attention_reach", Text(look.AttentionReach), Text(AttentionBlocks.Reach));
        RequireEqual("look.length", Text(look.Length), Text(PlaceLooks.Length));
        RequireTolerance("look.golden.tolerance", look.Golden.Tolerance);
        RequireRows("look.golden.looks", look.Golden.Looks, GoldenLooks.Rows * GoldenLooks.Columns, PlaceLooks.Length);
    }

    private void RequireInput(ModelInput input)
    {
        RequireEqual("input.rows", Text(input.Rows), Text(PatchGrid.DefaultAnalysisRows));
        RequireEqual("input.patch", Text(input.Patch), Text(PatchGrid.PatchSize));
        RequireEqual("input.frame_lags", List(input.FrameLags), List(TokenEncoder.PictureLags));
        RequireEqual("input.search_radius", Text(input.SearchRadius), Text(CostVolume.Radius));
        RequireEqual("input.token_length", Text(input.TokenLength), Text(TokenLayout.Length));
        RequireEqual("input.code_step", Text(input.CodeStep), Text(1.0 / TokenCodes.PerUnit));
        RequireEqual("input.code_zero", Text(input.CodeZero), Text(TokenCodes.Zero));
        RequireEqual("input.attention_reach", Text(input.AttentionReach), Text(AttentionBlocks.Reach));
    }

    private void RequireGolden(GoldenVector golden)
    {
        int most = TokenBatch.CapacityFor(GoldenVector.Grid);
        if (golden.Tokens < 1 || golden.Tokens > most)
        {
            throw Refusal("golden.tokens", Text(golden.Tokens), $"1 to {most}");
        }

        RequireTolerance("golden.tolerance", golden.Tolerance);
        if (golden.Attributes.Count != golden.Tokens)
        {
            throw new ModelException($"{path}: golden.attributes has {golden.Attributes.Count} rows; golden.tokens says {golden.Tokens}.");
        }

        RequireRows("golden.attributes", golden.Attributes, golden.Tokens, TokenBatch.AttributeCount);
    }

    private void RequireTolerance(string key, double tolerance)
    {
        if (tolerance is not (> 0 and <= LargestTolerance))
        {
            throw Refusal(key, Text(tolerance), $"more than 0 and at most {Text(LargestTolerance)}");
        }
    }

    private void RequireRows(string key, IReadOnlyList<IReadOnlyList<double>> rows, int count, int length)
    {
        if (rows.Count != count)
        {
            throw new ModelException($"{path}: {key} has {rows.Count} rows; {count} are needed.");
        }

        for (int k = 0; k < count; k++)
        {
            // A reader of JSON checks no elements of lists: one may be null.
            int values = rows[k]?.Count ?? 0;
            if (values != length)
            {
                throw new ModelException($"{path}: {key}[{k}] has {values} values; {length} are needed.");
            }
        }
    }

    private void RequireEqual(string key, string found, string needed)
    {
        if (found != needed)
        {
            throw Refusal(key, found, needed);
        }
    }

    private ModelException Refusal(string key, string found, string needed) =>
        new($"{path}: {key} is {found}; this version of EdgeWatch needs {needed}.");

    private static string List<T>(IEnumerable<T> values) => string.Join(", ", values.Select(value => Text(value)));

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null";
}

using System.Text;
using EdgeWatch.Model;

namespace EdgeWatch.Tests.Model;

/// <summary>A model that does not fit is refused with a message that says what does not.</summary>
public sealed class ModelRefusalTests : IDisposable
{
    private readonly ModelCopy _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void An_unchanged_copy_is_taken() => OnnxPatchModel.Load(_model.Write()).Dispose();

    [Theory]
    [InlineData("name", "$.name")]
    [InlineData("version", "$.version")]
    [InlineData("file", "$.file")]
    [InlineData("sha256", "$.sha256")]
    [InlineData("input", "$.input")]
    [InlineData("input.rows", "$.input.rows")]
    [InlineData("input.frame_lags", "$.input.frame_lags")]
    [InlineData("output", "$.output")]
    [InlineData("output.attributes", "$.output.attributes")]
    [InlineData("output.attributes.0", "output.attributes")]
    [InlineData("golden", "$.golden")]
    [InlineData("golden.attributes", "$.golden.attributes")]
    [InlineData("golden.attributes.0", "golden.attributes")]
    [InlineData("look.file", "$.look.file")]
    [InlineData("look.sha256", "$.look.sha256")]
    [InlineData("look.golden", "$.look.golden")]
    [InlineData("look.golden.looks", "$.look.golden.looks")]
    [InlineData("look.golden.looks.0", "look.golden.looks[0] has 0 values")]
    public void A_null_in_the_manifest_is_refused_by_its_key(string path, string named)
    {
        _model.Set(path, "null");

        Assert.Contains(named, _model.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema", "99", "schema 99 is not known")]
    [InlineData("input.rows", "480", "input.rows is 480")]
    [InlineData("input.patch", "8", "input.patch is 8")]
    [InlineData("input.frame_lags", "[0, 2, 4]", "input.frame_lags is 0, 2, 4; this version of EdgeWatch needs 4, 2, 0")]
    [InlineData("input.search_radius", "7", "input.search_radius is 7")]
    [InlineData("input.token_length", "1000", "input.token_length is 1000")]
    [InlineData("output.embedding_length", "10", "output.embedding_length is 10")]
    [InlineData("output.speed_offset", "0.5", "output.speed_offset is 0.5")]
    [InlineData("golden.tokens", "0", "golden.tokens is 0")]
    [InlineData("golden.tokens", "11", "golden.attributes has")]
    [InlineData("golden.tokens", "100000", "golden.tokens is 100000")]
    [InlineData("golden.attributes.3", "[1, 2]", "golden.attributes[3] has 2 values")]
    [InlineData("golden.tolerance", "0", "golden.tolerance is 0")]
    [InlineData("golden.tolerance", "1000", "golden.tolerance is 1000")]
    [InlineData("golden.attributes.3.2", "9.5", "computes edgewatch-v2.onnx wrongly on this processor")]
    [InlineData("look.patch", "8", "look.patch is 8; this version of EdgeWatch needs 16")]
    [InlineData("look.attention_reach", "2", "look.attention_reach is 2; this version of EdgeWatch needs 3")]
    [InlineData("look.length", "64", "look.length is 64; this version of EdgeWatch needs 128")]
    [InlineData("look.golden.tolerance", "0", "look.golden.tolerance is 0")]
    [InlineData("look.golden.tolerance", "1000", "look.golden.tolerance is 1000")]
    [InlineData("look.golden.looks", "[]", "look.golden.looks has 0 rows; 12 are needed")]
    [InlineData("look.golden.looks.3", "[1, 2]", "look.golden.looks[3] has 2 values; 128 are needed")]
    [InlineData("look.golden.looks.3.2", "200", "computes edgewatch-look-v1.onnx wrongly on this processor")]
    public void A_value_that_does_not_fit_is_refused_by_its_key(string path, string json, string message)
    {
        _model.Set(path, json);

        Assert.Contains(message, _model.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_in_another_order_are_refused()
    {
        (_model.Manifest["output"]!["attributes"]![0], _model.Manifest["output"]!["attributes"]![1]) =
            (_model.Manifest["output"]!["attributes"]![1]!.DeepClone(), _model.Manifest["output"]!["attributes"]![0]!.DeepClone());

        Assert.Contains("output.attributes is v16, u16, speed16", _model.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_that_is_not_the_manifests_is_refused(bool isOfLooks)
    {
        File.AppendAllText(Network(isOfLooks).Path, "x");

        string refusal = _model.Refusal();
        Assert.Contains("is not the file that its manifest describes: its SHA-256 is", refusal, StringComparison.Ordinal);
        Assert.Contains(Network(isOfLooks).Path, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_that_is_not_there_is_refused(bool isOfLooks)
    {
        File.Delete(Network(isOfLooks).Path);

        Assert.Contains(Network(isOfLooks).Path, _model.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "edgewatch-v2.onnx")]
    [InlineData(true, "edgewatch-look-v1.onnx")]
    public void A_file_that_is_no_network_is_refused(bool isOfLooks, string file)
    {
        Network(isOfLooks).Replace("not a network"u8);

        Assert.Contains($"ONNX Runtime cannot load {file}", _model.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "tokens", "tokenz", "no input \"tokens\"")]
    [InlineData(false, "embedding", "embeddinx", "no output \"embedding\"")]
    [InlineData(true, "picture", "pictura", "no input \"picture\"")]
    [InlineData(true, "looks", "lookz", "no output \"looks\"")]
    public void A_network_whose_tensors_have_other_names_is_refused(bool isOfLooks, string name, string other, string message)
    {
        Network(isOfLooks).Replace(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(other));

        Assert.Contains(message, _model.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_another_width_is_refused()
    {
        _model.Patches.Replace(TinyNetwork.Write(tokenLength: 7));

        Assert.Contains(
            "input \"tokens\" is Single [-1, 7]; this version of EdgeWatch needs Byte [-1, 1643]",
            _model.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_of_patches_in_the_place_of_that_of_looks_is_refused()
    {
        _model.Looks.Replace(File.ReadAllBytes(_model.Patches.Path));

        Assert.Contains("edgewatch-look-v1.onnx: it has no input \"picture\"", _model.Refusal(), StringComparison.Ordinal);
    }

    private CopiedNetwork Network(bool isOfLooks) => isOfLooks ? _model.Looks : _model.Patches;
}

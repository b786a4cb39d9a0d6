using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeWatch.Cameras;
using EdgeWatch.Capture;
using EdgeWatch.Capture.Troubles;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.View;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Health;
using EdgeWatch.TestKit;
using EdgeWatch.Tests.Mqtt.HomeAssistant;

namespace EdgeWatch.Tests.Languages;

/// <summary>
/// Every text of a language is used, and whatever the program says has one. Who adds something that people read adds its text to every file
/// in Core/Languages.
/// </summary>
public sealed partial class SpokenTextTests
{
    [Fact]
    public void Every_text_is_used_and_whatever_is_said_has_one()
    {
        HashSet<string> said = [.. Reasons(), .. Ends(), .. OfCameras(), .. DiscoveryTests.EntityKeys(), .. InTheCode()];

        Assert.Equal(said.Order(StringComparer.Ordinal), Language.English.Texts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_schema_of_events_knows_what_exactly_a_view_can_be()
    {
        string schema = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src/EdgeWatch/Mqtt/Schemas/event.schema.json"));

        Assert.All(ViewFaults.All, fault => Assert.Contains($"\"{ViewFaults.NameOf(fault)}\"", schema, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Reasons() =>
    [
        .. Kinds.All.Select(kind => ReasonWriter.KeyOf(kind.Name)),
        .. new[] { SpeedNormality.Kind, SizeNormality.Kind, DwellNormality.Kind }.Select(kind => ReasonWriter.RatioKeyOf(kind.Name)),
        .. ViewFaults.All.Select(fault => $"{ReasonWriter.KeyOf(ViewNormality.Kind.Name)}.{ViewFaults.NameOf(fault)}"),
    ];

    private static IEnumerable<string> Ends() =>
        Enum.GetNames<EndCause>().Select(cause => PastEvent.KeyOf(JsonNamingPolicy.SnakeCaseLower.ConvertName(cause)));

    private static IEnumerable<string> OfCameras() =>
    [
        .. ConstantsOf(typeof(CaptureFailure)).SelectMany(reason => new[] { $"camera.{reason}", $"camera.{reason}.hint" }),
        .. ConstantsOf(typeof(CameraTrouble))
            .SelectMany(reason => new[] { $"camera.{reason}", $"camera.{reason}.hint", HealthProblems.KeyOf(reason) }),
        .. ConstantsOf(typeof(StatusWords)).Concat(ConstantsOf(typeof(SwitchedCapture))).Select(reason => $"camera.{reason}"),
    ];

    /// <summary>Keys that stand in the code as they are.</summary>
    private static IEnumerable<string> InTheCode() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/EdgeWatch.Core/Languages/", StringComparison.Ordinal))
            .SelectMany(file => Key().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    private static IEnumerable<string> ConstantsOf(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex("""
        "((?:repeat|device|problem|digest|entity)\.[a-z_.]+)"
        """)]
    private static partial Regex Key();
}

using System.Text.Json;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Evidence;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Live;

/// <summary>
/// <c>api/node</c>: what does not change while the program runs. The page asks for it first, and learns whether it is let in.
/// </summary>
internal sealed class NodePart(string node, string version, Doorkeeper doorkeeper, PageGuard guard) : IWebPart
{
    /// <summary>Steps of the ramp: what the eye can tell apart, and half of what the picture is painted with.</summary>
    private const int RampSteps = 128;

    private readonly NodeFacts _facts = new(
        node,
        version.Split('+')[0],
        [.. Kinds.All.Select(kind => kind.Name)],
        [.. Enumerable.Range(0, RampSteps).Select(step => ToneAt(step / (RampSteps - 1d)))],
        new Dictionary<string, string>(),
        HasSession: false);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/node", guard.Reading(AnswerAsync));

    private Task AnswerAsync(HttpContext context)
    {
        bool hasSession = context.Request.Cookies.ContainsKey(doorkeeper.CookieName);
        return PageAnswer.WriteAsync(
            context,
            _facts with { Endings = EndingsIn(PageLanguage.Of(context)), HasSession = hasSession },
            PageJson.Readable.NodeFacts);
    }

    private static Dictionary<string, string> EndingsIn(Language language) => Enum.GetNames<EndCause>()
        .Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)
        .ToDictionary(cause => cause, cause => language.Say(PastEvent.KeyOf(cause)));

    private static int[] ToneAt(double position)
    {
        HeatTone tone = HeatRamp.ToneAt(position);
        return [tone.Color.Red, tone.Color.Green, tone.Color.Blue, Math.Min(tone.Alpha, byte.MaxValue)];
    }
}

/// <summary>What does not change while the program runs, and who asks.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Kinds">Names of all kinds of departure.</param>
/// <param name="HeatRamp">
/// From the score at which heat begins to be shown to 1: red, green, blue and opacity, 0–255 each; the threshold is in the middle.
/// </param>
/// <param name="Endings">Why events end though nobody saw them become quiet, in the visitor's words, by those for programs.</param>
/// <param name="HasSession">Whether who asks has said the token, and so can leave.</param>
internal sealed record NodeFacts(
    string Node,
    string Version,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<int[]> HeatRamp,
    IReadOnlyDictionary<string, string> Endings,
    bool HasSession);

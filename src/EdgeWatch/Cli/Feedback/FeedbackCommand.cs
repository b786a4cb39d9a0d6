using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Cli.Feedback;

/// <summary><c>edgewatch feedback</c>: tells the running daemon whether an event was normal, and lists what it was told.</summary>
internal static class FeedbackCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string?> eventId = new("EVENT")
        {
            Description = "Its id, or the beginning or end of it; or last.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Argument<string?> verdict = new("VERDICT")
        {
            Description = "normal: such things are normal there; right: tell of them whatever is learned; undo: take back what was said.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> config = CommonOptions.Config();
        Option<string?> socket = CommonOptions.Socket(SocketPath.Control);
        Option<string?> camera = new("--camera") { Description = "With last: of this camera.", HelpName = "ID" };
        Command command = new("feedback", "Tell the running daemon whether an event was normal.")
        {
            eventId, verdict, config, socket, camera, CreateList(), OffersCommand.Create(),
        };
        command.SetAction((result, stopping) => JudgeAsync(
            CommonOptions.SocketsOf(result.GetValue(socket), SocketPath.Control, result.GetRequiredValue(config)),
            result.GetValue(eventId), result.GetValue(verdict), result.GetValue(camera), stopping));
        return command;
    }

    private static Command CreateList()
    {
        Option<string> config = CommonOptions.Config();
        Option<string?> socket = CommonOptions.Socket(SocketPath.Control);
        Option<bool> json = new("--json") { Description = "Print one judgement a line as JSON." };
        Command list = new("list", "List what was said, the newest first.") { config, socket, json };
        list.SetAction(async (result, stopping) =>
        {
            JsonObject answer = await AskAsync(
                CommonOptions.SocketsOf(result.GetValue(socket), SocketPath.Control, result.GetRequiredValue(config)),
                new JsonObject(),
                stopping);
            Print(answer["judgements"]!.AsArray(), result.GetValue(json));
            return (int)ExitCode.Ok;
        });
        return list;
    }

    private static async Task<int> JudgeAsync(
        IReadOnlyList<string> sockets, string? eventId, string? verdict, string? camera, CancellationToken stopping)
    {
        if (eventId is null || Verdicts.Parse(verdict) is null)
        {
            throw new EdgeWatchException(
                $"an event and a verdict are needed: edgewatch feedback EVENT {Verdicts.Names}; edgewatch events list has the events.");
        }

        JsonObject answer = await AskAsync(
            sockets, new JsonObject { ["event_id"] = eventId, ["verdict"] = verdict, ["camera"] = camera }, stopping);
        Console.WriteLine(verdict is "undo"
            ? $"{answer["camera"]}: what was said of {answer["event_id"]} ({answer["reason"]}) is taken back.{AboutView(answer)}"
            : $"{answer["camera"]}: {answer["event_id"]} ({answer["reason"]}) was {verdict}.");
        return (int)ExitCode.Ok;
    }

    private static string AboutView(JsonObject answer) => (bool?)answer["leaves_view"] is true
        ? " The view is not: what was usual before is not known any more. Learning anew makes the usual one of what the camera sees then."
        : "";

    private static Task<JsonObject> AskAsync(IReadOnlyList<string> sockets, JsonObject data, CancellationToken stopping) =>
        SocketClient.RequestAsync(sockets, "feedback", new JsonObject { ["data"] = data }, stopping);

    private static void Print(JsonArray judgements, bool asJson)
    {
        TextTable table = new("event", "camera", "said", "at", "in force", "reason");
        foreach (JsonNode judgement in judgements.OfType<JsonNode>())
        {
            if (asJson)
            {
                Console.WriteLine(judgement.ToJsonString());
                continue;
            }

            DateTimeOffset at = DateTimeOffset.Parse((string)judgement["judged_at"]!, CultureInfo.InvariantCulture);
            table.Add(
                (string)judgement["event_id"]!, (string)judgement["camera"]!, (string)judgement["verdict"]!,
                at.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                (string?)judgement["why_not"] is { } whyNot ? $"no: {whyNot}" : "yes",
                (string)judgement["reason"]!);
        }

        if (!asJson)
        {
            Console.Write(judgements.Count > 0 ? table.ToString() : "Nothing was said of any event yet.\n");
        }
    }
}

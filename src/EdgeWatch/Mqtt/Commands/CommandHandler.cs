using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>
/// Does what comes in over MQTT. Whatever comes, nothing is thrown: what cannot be done is answered on <c>response</c> and logged, at
/// most once a minute. One message at a time.
/// </summary>
/// <param name="topics">Names of topics.</param>
/// <param name="node">What requests are about.</param>
/// <param name="publisher">Sends the answers: last levels of the topic, and the answer.</param>
/// <param name="time">For the limit of the log.</param>
/// <param name="logger">Told what could not be done.</param>
internal sealed partial class CommandHandler(
    Topics topics, INodeControl node, Action<string, ResponseMessage> publisher, TimeProvider time, ILogger<CommandHandler> logger)
{
    /// <summary>One line a minute tells somebody that something is wrong, and fills no disk.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>Answers a topic that no verb can be read from.</summary>
    private const string UnknownVerb = "unknown";

    /// <summary>Takes back what was set over MQTT.</summary>
    private const string ByConfig = "default";

    private readonly RequestVerbs _verbs = new(node, time);
    private readonly RateLimit _log = new(LogInterval, time);
    private readonly RateLimit _bugs = new(LogInterval, time);

    /// <summary>Handles messages until stopped.</summary>
    /// <param name="inbox">The messages.</param>
    /// <param name="others">Gets to see every message, too; must be quick and must not throw.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(Inbox inbox, Action<IncomingMessage> others, CancellationToken stopping)
    {
        await foreach (IncomingMessage message in inbox.Messages.ReadAllAsync(stopping))
        {
            others(message);
            await HandleAsync(message, stopping);
        }
    }

    /// <summary>Handles one message; topics that are no commands are left alone.</summary>
    public async Task HandleAsync(IncomingMessage message, CancellationToken stopping)
    {
        if (topics.BelowNode(message.Topic) is not { } path)
        {
            return;
        }

        (string first, string below) = Split(path);
        bool isRequest = first == Topic.Request.Suffix;
        Topic? command = isRequest
            ? Topic.Request
            : Topic.Commands.FirstOrDefault(topic => topic.Suffix == (topic.IsOfCamera ? below : path));
        string verb = VerbOf(isRequest ? below.TrimStart('/') : (command?.Suffix ?? below).Replace("/set", "", StringComparison.Ordinal));
        JsonElement? transaction = null;
        try
        {
            if (message.Retained)
            {
                throw new RequestRefusedException(
                    "a retained command is left alone: it would be repeated at every connect; publish it without retain");
            }

            if (command == Topic.Request || command == Topic.Feedback)
            {
                Request request = Request.Parse(message, isFlat: !isRequest);
                transaction = request.Transaction;
                publisher(verb, ResponseMessage.Ok(transaction, isRequest
                    ? await _verbs.DoAsync(verb, request.Data, stopping)
                    : await RequestVerbs.JudgeAsync(CameraOf(first), request.Data)));
            }
            else if (command == Topic.ProfileSet)
            {
                await node.SetProfileAsync(Request.TextOf(message), stopping);
            }
            else
            {
                await SetAsync(command, first, Request.TextOf(message));
            }
        }
        catch (RequestRefusedException e)
        {
            Refuse(message.Topic, verb, transaction, command is { IsOfCamera: false } ? e.Message : $"{first}: {e.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            publisher(verb, ResponseMessage.Failed(transaction, "this went wrong inside the node; its log says more"));
            if (_bugs.TryPass(out _))
            {
                LogBroken(Shown(message.Topic), e);
            }
        }
    }

    private static (string First, string Below) Split(string path) =>
        path.Split('/', 2) is [var first, var below] ? (first, below) : (path, "");

    private async ValueTask SetAsync(Topic? command, string cameraId, string text)
    {
        ICameraControl camera = CameraOf(cameraId);
        if (command == Topic.ThresholdSet)
        {
            await camera.SetThresholdAsync(ThresholdOf(text, camera.Policy));
        }
        else if (command == Topic.EnabledSet)
        {
            camera.SetEnabled(text is ByConfig ? null : SwitchText.Parse(text) ?? throw new RequestRefusedException(
                $"{SwitchText.On} or {SwitchText.Off} is needed, or {ByConfig} for what the config file says"));
        }
        else
        {
            throw new RequestRefusedException("this is no topic for commands");
        }
    }

    private static double? ThresholdOf(string text, AlertPolicy policy)
    {
        if (text is ByConfig)
        {
            return null;
        }

        ThresholdRange range = ThresholdRange.Of(policy);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double threshold) && range.Holds(threshold)
            ? threshold
            : throw new RequestRefusedException($"{range.Words}, or {ByConfig} for what the config file says");
    }

    private ICameraControl CameraOf(string id) => node.Cameras.FirstOrDefault(camera => camera.Id == id)
        ?? throw new RequestRefusedException(
            $"there is no such camera; there are: {string.Join(", ", node.Cameras.Select(camera => camera.Id))}");

    private void Refuse(string topic, string verb, JsonElement? transaction, string reason)
    {
        publisher(verb, ResponseMessage.Failed(transaction, reason));
        if (_log.TryPass(out long heldBack))
        {
            LogRefused(Shown(topic), reason, heldBack);
        }
    }

    private static string VerbOf(string text) => VerbPattern().IsMatch(text) ? text : UnknownVerb;

    /// <summary>What comes from outside is shown in part, and never as a line of its own.</summary>
    private static string Shown(string text) => string.Concat(text.Take(120).Select(c => char.IsControl(c) ? '?' : c));

    [GeneratedRegex(@"\A[a-z][a-z_/]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VerbPattern();

    [LoggerMessage(
        EventId = 520,
        Level = LogLevel.Warning,
        Message = "A command on {Topic} was refused: {Reason}. {HeldBack} more were refused since the last such line.")]
    private partial void LogRefused(string topic, string reason, long heldBack);

    [LoggerMessage(EventId = 521, Level = LogLevel.Error, Message = "A command on {Topic} met a bug.")]
    private partial void LogBroken(string topic, Exception exception);
}

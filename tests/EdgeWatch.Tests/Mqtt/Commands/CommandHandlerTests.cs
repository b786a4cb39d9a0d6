using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Mqtt.Commands;

public sealed class CommandHandlerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeNode _node = new();
    private readonly FakeLogger<CommandHandler> _log = new();
    private readonly List<(string Verb, JsonObject Response)> _answers = [];
    private readonly CommandHandler _handler;

    public CommandHandlerTests() => _handler = new CommandHandler(new Topics("edgewatch", "barn-pi"), _node, Answer, _time, _log);

    [Fact]
    public async Task A_threshold_is_set_and_only_a_refused_one_is_answered()
    {
        await SendAsync("yard/threshold/set", "0.7");

        Assert.Equal(0.7, _node.Yard.Policy.Threshold);
        Assert.Equal(0.6, _node.Yard.Policy.Release, 1e-9);
        Assert.Empty(_answers);

        await SendAsync("yard/threshold/set", "default");

        Assert.Equal(0.5, _node.Yard.Policy.Threshold);
    }

    [Theory]
    [InlineData("")]
    [InlineData("high")]
    [InlineData("0")]
    [InlineData("0.1")]
    [InlineData("1.001")]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("1e999")]
    [InlineData("0,7")]
    [InlineData("[0.7]")]
    public async Task A_refused_threshold_leaves_the_old_one_and_says_what_would_be_right(string payload)
    {
        await SendAsync("yard/threshold/set", payload);

        Assert.Equal(0.5, _node.Yard.Policy.Threshold);
        (string verb, JsonObject answer) = Assert.Single(_answers);
        Assert.Equal(("threshold", "error"), (verb, (string?)answer["status"]));
        Assert.Contains("0.101–1", (string?)answer["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_set_and_only_a_refused_one_is_answered()
    {
        await SendAsync("profile/set", "night");

        Assert.Equal("night", _node.Profile);
        Assert.Empty(_answers);

        await SendAsync("profile/set", "nigth");

        Assert.Equal("night", _node.Profile);
        (string verb, JsonObject answer) = Assert.Single(_answers);
        Assert.Equal(("profile", "error"), (verb, (string?)answer["status"]));
    }

    [Fact]
    public async Task A_profile_can_be_asked_for_and_set_by_a_request()
    {
        await SendAsync("request/profile", "");
        await SendAsync("request/profile", """{"data":{"profile":"auto"}}""");

        Assert.Equal(["home", "auto"], _answers.Select(answer => (string?)answer.Response["data"]!["profile"]));
        Assert.Equal("auto", _node.Profile);
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("OFF", false)]
    [InlineData(" on ", true)]
    public async Task A_camera_is_switched(string payload, bool expected)
    {
        await SendAsync("yard/enabled/set", payload);

        Assert.Equal(expected, _node.Yard.Enabled);
        Assert.Empty(_answers);
    }

    [Theory]
    [InlineData("barn/enabled/set", "perhaps", "enabled", "ON or OFF")]
    [InlineData("barn/color/set", "red", "color", "no topic for commands")]
    [InlineData("attic/enabled/set", "ON", "enabled", "there are: yard, barn")]
    [InlineData("attic/feedback", "{}", "feedback", "there are: yard, barn")]
    [InlineData("yard/feedback", "{\"data\":{\"event_id\":\"last\"}}", "feedback", "verdict must be")]
    [InlineData("yard/feedback", "{\"verdict\":\"normal\"}", "feedback", "event_id is needed")]
    [InlineData("yard/feedback", "{\"verdict\":\"normal\",\"event_id\":\"older\"}", "feedback", "not remembered")]
    [InlineData("request/reboot", "{}", "reboot", "there are: ping, snapshot")]
    [InlineData("request/", "{}", "unknown", "no such verb")]
    [InlineData("request/+/#", "{}", "unknown", "no such verb")]
    [InlineData("request/ping", "{", "ping", "no valid JSON")]
    [InlineData("request/ping", "[]", "ping", "must be a JSON object")]
    [InlineData("request/ping", "{\"\\ud800x\":1}", "ping", "a key is no Unicode text")]
    [InlineData("request/relearn", "{\"data\":{\"\\ud800x\":1,\"camera\":\"yard\"}}", "relearn", "a key is no Unicode text")]
    [InlineData("request/ping", "{\"data\":7}", "ping", "data must be")]
    [InlineData("request/ping", "{\"transaction\":{}}", "ping", "transaction must be")]
    [InlineData("request/ping", "{\"transaction\":\"\\ud800\"}", "ping", "transaction must be")]
    [InlineData("request/suspend", "{}", "suspend", "minutes is needed")]
    [InlineData("request/suspend", "{\"data\":{\"minutes\":-1}}", "suspend", "0–1440")]
    [InlineData("request/suspend", "{\"data\":{\"minutes\":\"10\"}}", "suspend", "0–1440")]
    [InlineData("request/relearn", "{}", "relearn", "camera must be one of: yard, barn")]
    [InlineData("request/relearn", "{\"data\":{\"camera\":\"\\udc00\"}}", "relearn", "camera must be a text")]
    [InlineData("request/events", "{\"data\":{\"from\":\"yesterday\"}}", "events", "from must be a time")]
    [InlineData("request/events", "{\"data\":{\"from\":\"2026-02-01\",\"to\":\"2026-01-01\"}}", "events", "later than to")]
    [InlineData("request/events", "{\"data\":{\"limit\":101}}", "events", "1–100")]
    public async Task Nonsense_is_answered_with_what_would_be_right(string topic, string payload, string verb, string reason)
    {
        await SendAsync(topic, payload);

        (string answered, JsonObject answer) = Assert.Single(_answers);
        Assert.Equal((verb, "error"), (answered, (string?)answer["status"]));
        Assert.Contains(reason, (string?)answer["error"], StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Collector.GetSnapshot()).Level);
    }

    [Fact]
    public async Task The_answer_carries_the_transaction_also_when_it_is_an_error()
    {
        await SendAsync("request/ping", """{"transaction":"a-1"}""");
        await SendAsync("request/suspend", """{"transaction":7,"data":{}}""");

        Assert.Equal("""{"transaction":"a-1","status":"ok","data":{"node":"barn-pi"}}""", _answers[0].Response.ToJsonString());
        Assert.Equal((7, "error"), ((int)_answers[1].Response["transaction"]!, (string?)_answers[1].Response["status"]));
    }

    [Fact]
    public async Task An_empty_request_is_a_request()
    {
        await SendAsync("request/ping", "");

        Assert.Equal("ok", (string?)_answers[0].Response["status"]);
    }

    [Fact]
    public async Task Requests_do_what_they_say()
    {
        await SendAsync("request/relearn", """{"data":{"camera":"yard"}}""");
        await SendAsync("request/suspend", """{"data":{"minutes":30}}""");
        await SendAsync("request/snapshot", """{"data":{"camera":"barn"}}""");
        await SendAsync("request/events", """{"data":{"from":"2026-01-01T00:00:00Z","limit":5}}""");
        await SendAsync("yard/feedback", """{"event_id":"last","verdict":"normal"}""");

        Assert.All(_answers, answer => Assert.Equal("ok", (string?)answer.Response["status"]));
        Assert.Equal((1, 0), (_node.Yard.Relearned, _node.Barn.Relearned));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30)), (_node.Yard.Suspended, _node.Barn.Suspended));
        Assert.Equal("2026-01-01T00:30:00.000Z", (string?)_answers[1].Response["data"]!["until"]);
        Assert.Equal("/9j/", (string?)_answers[2].Response["data"]!["jpeg"]);
        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), _time.GetUtcNow(), 5), _node.Asked);
        Assert.Equal((null, Verdict.Normal), _node.Yard.Judged);
    }

    [Fact]
    public async Task Feedback_finds_the_camera_of_the_event_and_is_listed()
    {
        await SendAsync("request/feedback", """{"data":{"event_id":"01JQ0M7Z","verdict":"right"}}""");
        await SendAsync("request/feedback", "{}");
        await SendAsync("request/feedback", """{"data":{"event_id":"01JQ0M7Z","verdict":"undo"}}""");
        await SendAsync("request/feedback", """{"data":{"event_id":"last","verdict":"normal"}}""");
        await SendAsync("request/feedback", """{"data":{"event_id":"01AA","verdict":"normal"}}""");
        await SendAsync("request/feedback", """{"data":{"event_id":"01JQ0M7Z","verdict":"maybe"}}""");

        Assert.Equal("right", (string?)Assert.Single(_answers[1].Response["data"]!["judgements"]!.AsArray())!["verdict"]);
        Assert.Equal((FakeNode.EventId, Verdict.Undo), _node.Yard.Judged);
        Assert.Null(_node.Barn.Judged);
        Assert.Contains("camera must be one of: yard, barn", (string?)_answers[3].Response["error"], StringComparison.Ordinal);
        Assert.Contains("there is no event 01AA", (string?)_answers[4].Response["error"], StringComparison.Ordinal);
        Assert.Contains("normal, right or undo", (string?)_answers[5].Response["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_is_checked_without_a_look_at_this_machines_files()
    {
        JsonObject asked = new() { ["yaml"] = "mqtt:\n  port: 99999\n  password_file: /etc/shadow\n" };
        await SendAsync("request/config/check", new JsonObject { ["data"] = asked }.ToJsonString());

        JsonNode data = _answers[0].Response["data"]!;
        Assert.False((bool)data["valid"]!);
        Assert.Contains(data["mistakes"]!.AsArray(), mistake => (string?)mistake!["key"] == "mqtt.port" && (int)mistake["line"]! == 2);
        Assert.DoesNotContain("shadow", data.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payloads_that_are_too_long_or_no_text_are_answered()
    {
        await _handler.HandleAsync(
            new IncomingMessage("edgewatch/barn-pi/request/ping", default, Inbox.MostPayloadBytes + 1, Retained: false), default);
        await SendAsync("yard/threshold/set", [0x30, 0xFF, 0xFE]);

        Assert.Contains("at most 65536", (string?)_answers[0].Response["error"], StringComparison.Ordinal);
        Assert.Contains("not UTF-8", (string?)_answers[1].Response["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retained_command_is_not_done()
    {
        await _handler.HandleAsync(Message("request/relearn", """{"data":{"camera":"yard"}}""") with { Retained = true }, default);

        Assert.Equal(0, _node.Yard.Relearned);
        Assert.Contains("without retain", (string?)_answers[0].Response["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_of_others_are_left_alone()
    {
        await _handler.HandleAsync(new IncomingMessage("edgewatch/barn/yard/enabled/set", "OFF"u8.ToArray(), 3, Retained: false), default);
        await _handler.HandleAsync(new IncomingMessage("homeassistant/status", "online"u8.ToArray(), 6, Retained: false), default);

        Assert.True(_node.Yard.Enabled);
        Assert.Empty(_answers);
    }

    [Fact]
    public async Task A_flood_of_nonsense_is_answered_and_logged_once_a_minute()
    {
        for (int i = 0; i < 1000; i++)
        {
            await SendAsync("request/nonsense", "{");
        }

        Assert.Equal(1000, _answers.Count);
        Assert.Single(_log.Collector.GetSnapshot());

        _time.Advance(CommandHandler.LogInterval);
        await SendAsync("request/nonsense\nwith a second line", "{");

        Assert.Equal(2, _log.Collector.Count);
        Assert.Contains("999 more", _log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', _log.LatestRecord.Message);
    }

    [Fact]
    public async Task A_bug_is_answered_and_logged_and_goes_no_further()
    {
        _node.Yard.Bug = new InvalidOperationException("a bug");

        await SendAsync("yard/threshold/set", "0.7");

        Assert.Contains("its log says more", (string?)_answers[0].Response["error"], StringComparison.Ordinal);
        Assert.Contains(_log.Collector.GetSnapshot(), entry => entry.Level == LogLevel.Error);
    }

    /// <summary>Whoever adds a command topic and does not carry it out is led here.</summary>
    [Fact]
    public async Task Every_topic_for_commands_is_one()
    {
        foreach (Topic command in Topic.Commands)
        {
            await SendAsync(command.IsOfCamera ? $"yard/{command.Suffix}" : $"{command.Suffix}/ping", "{}");
        }

        Assert.DoesNotContain(
            _answers, answer => ((string?)answer.Response["error"])?.Contains("no topic for commands", StringComparison.Ordinal) == true);
    }

    private Task SendAsync(string topic, string payload) => SendAsync(topic, Encoding.UTF8.GetBytes(payload));

    private Task SendAsync(string topic, byte[] payload) =>
        _handler.HandleAsync(
            new IncomingMessage($"edgewatch/barn-pi/{topic}", payload, payload.Length, Retained: false), CancellationToken.None);

    private static IncomingMessage Message(string topic, string payload) =>
        new($"edgewatch/barn-pi/{topic}", Encoding.UTF8.GetBytes(payload), payload.Length, Retained: false);

    private void Answer(string verb, ResponseMessage response)
    {
        string json = Encoding.UTF8.GetString(MessageJson.Serialize(response));
        Assert.Empty(MessageSchema.Load("response").Check(json));
        _answers.Add((verb, JsonNode.Parse(json)!.AsObject()));
    }
}

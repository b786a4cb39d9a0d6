using System.Text;
using System.Text.Json;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.Tests.Mqtt.Messages;

public class MessagesTests
{
    private static readonly NodeIdentity Identity = new("barn-pi", "st-attr-8", "11111111-2222-3333-4444-555555555555");

    [Fact]
    public void An_event_is_written_as_the_contract_says()
    {
        string json = Write(SampleEvents.Create(AlertEventType.End, sequence: 3), "synchronised", "events/x/snapshot.jpg");

        Assert.Equal(
            """
            {"schema":1,"type":"end","event_id":"01JQ0M7Z8Y5V3X2W1T0S9R8Q7P","level":"alert","node":"barn-pi","camera":"yard",
            "sequence":3,
            "started_at":"2026-03-01T22:59:58.250Z","updated_at":"2026-03-01T23:00:01.250Z","ended_at":"2026-03-01T23:00:01.250Z",
            "captured_at":"2026-03-01T22:59:58.750Z","boot_id":"11111111-2222-3333-4444-555555555555","clock":"synchronised",
            "score":0.7124,"peak_score":0.99,"raw":11.3,"threshold":0.6,"expected_false_alarms_per_day":0.1,
            "reasons":[{"kind":"speed","text":"moves 3.1× as fast as what is usual here","ratio":3.1,"share":0.64},
            {"kind":"place","text":"moves where hardly anything ever does","share":0.36}],
            "regions":[{"x":0.41,"y":0.52,"width":0.12,"height":0.18,"score":0.97,"thing":12}],"zones":[],
            "snapshot":"events/x/snapshot.jpg","clip":null,"model":"st-attr-8"}
            """.ReplaceLineEndings(""),
            json);
    }

    [Theory]
    [InlineData(AlertEventType.Start)]
    [InlineData(AlertEventType.Update)]
    [InlineData(AlertEventType.End)]
    public void Every_kind_of_event_keeps_its_schema(AlertEventType type) =>
        AssertValid("event", Write(SampleEvents.Create(type), clock: null, snapshot: null));

    /// <summary>As a kind that a later version knows, when an earlier one is put back.</summary>
    [Fact]
    public void A_reason_for_which_there_are_no_words_stays_as_it_was_told_with_its_repeats()
    {
        SeenBefore seen = new(2, SampleEvents.StartedAt.AddDays(-3), SampleEvents.StartedAt.AddHours(-2));
        EventMessage told = EventMessage.From(
            SampleEvents.Create() with { SeenBefore = seen }, SampleEvents.Wording, Identity, clock: null, snapshot: null);
        EventMessage unknown = told with { Reasons = [told.Reasons[0] with { Kind = "smell" }, told.Reasons[1]] };

        EventMessage put = unknown.In(SampleEvents.Wording with { Language = Language.German });

        Assert.Equal(told.Reasons[0].Text, put.Reasons[0].Text);
        Assert.NotEqual(told.Reasons[1].Text, put.Reasons[1].Text);
        Assert.Equal(told.Reasons[0].Text, told.In(SampleEvents.Wording).Reasons[0].Text);
    }

    [Fact]
    public void How_often_the_like_was_seen_before_is_said_and_outlives_being_cut_off()
    {
        SeenBefore seen = new(2, SampleEvents.StartedAt.AddDays(-3), SampleEvents.StartedAt.AddHours(-2));
        string json = Write(SampleEvents.Create() with { SeenBefore = seen }, clock: null, snapshot: null);

        Assert.Contains(
            """
            "zones":[],"seen_before":{"times":2,"since":"2026-02-26T22:59:58.250Z","last":"2026-03-01T20:59:58.250Z"},
            """.ReplaceLineEndings(""),
            json,
            StringComparison.Ordinal);
        AssertValid("event", json);
        EventMessage end = MessageJson.TryRead<EventMessage>(Encoding.UTF8.GetBytes(json))!.CutOff();
        Assert.Equal(seen, end.SeenBefore);
    }

    [Theory]
    [InlineData("synchronised", "x.jpg")]
    [InlineData(null, null)]
    public void The_end_of_an_event_that_was_cut_off_follows_from_its_last_message_as_it_was_saved(string? clock, string? snapshot)
    {
        byte[] saved = MessageJson.Serialize(
            EventMessage.From(SampleEvents.Create(sequence: 7), SampleEvents.Wording, Identity, clock, snapshot));

        EventMessage end = MessageJson.TryRead<EventMessage>(saved)!.CutOff();

        Assert.Equal((AlertEventType.End, 8, SampleEvents.StartedAt.AddSeconds(7)), (end.Type, end.Sequence, end.EndedAt));
        string json = Encoding.UTF8.GetString(MessageJson.Serialize(end));
        Assert.Contains("\"cut_off\":true", json, StringComparison.Ordinal);
        AssertValid("event", json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"schema\":1,\"type\":\"start\"}")]
    [InlineData("{\"started_at\":\"yesterday\"}")]
    [InlineData("[")]
    public void What_is_no_saved_message_is_not_read(string text) =>
        Assert.Null(MessageJson.TryRead<EventMessage>(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_kind_of_reason_is_in_the_schema()
    {
        AlertEvent alert = SampleEvents.Create() with { Reasons = [.. Kinds.All.Select(kind => new Reason(kind, null, null, 0.5))] };

        AssertValid("event", Write(alert, "unsynchronised", snapshot: null));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_a_number_never_reaches_json(double value)
    {
        AlertEvent alert = SampleEvents.Create() with
        {
            Score = value,
            PeakScore = value,
            Raw = value,
            Threshold = value,
            ExpectedFalseAlarmsPerDay = value,
            Reasons = [new Reason(SpeedNormality.Kind, null, value, value)],
            Regions = [new Region(value, value, value, value, value)],
        };

        AssertValid("event", Write(alert, clock: null, snapshot: null));
        AssertValid("score", Encoding.UTF8.GetString(MessageJson.Serialize(ScoreMessage.From(value, value, value, tokens: 0))));
        AssertValid("anomaly", Encoding.UTF8.GetString(MessageJson.Serialize(AnomalyMessage.Off(value, value, SampleEvents.StartedAt))));
        AssertValid("phase", Encoding.UTF8.GetString(MessageJson.Serialize(PhaseMessage.Learning(value, TimeSpan.FromSeconds(-1)))));
    }

    [Fact]
    public void Node_status_is_online_or_offline()
    {
        Assert.Equal("""{"state":"online"}""", Check("status", MessageJson.Serialize(LinkStateMessage.Online)));
        Assert.Equal("""{"state":"offline"}""", Check("status", MessageJson.Serialize(LinkStateMessage.Offline)));
    }

    [Fact]
    public void Camera_status_says_why()
    {
        Assert.Equal(
            """{"state":"offline","reason":"connection refused","since":"2026-03-01T22:59:58.250Z"}""",
            Check(
                "camera-status",
                MessageJson.Serialize(new CameraStatusMessage(CameraAvailability.Offline, "connection refused", SampleEvents.StartedAt))));
        Assert.Equal(
            """{"state":"online","reason":null,"since":"2026-03-01T22:59:58.250Z"}""",
            Check(
                "camera-status", MessageJson.Serialize(new CameraStatusMessage(CameraAvailability.Online, null, SampleEvents.StartedAt))));
        Check("camera-status", MessageJson.Serialize(new CameraStatusMessage(CameraAvailability.Disabled, null, SampleEvents.StartedAt)));
    }

    [Fact]
    public void Phase_says_how_long_learning_takes()
    {
        Assert.Equal(
            """{"phase":"learning","progress":0.25,"seconds_left":91}""",
            Check("phase", MessageJson.Serialize(PhaseMessage.Learning(0.25, TimeSpan.FromSeconds(90.2)))));
        Assert.Equal(
            """{"phase":"watching","progress":1,"seconds_left":0}""", Check("phase", MessageJson.Serialize(PhaseMessage.Watching)));
    }

    [Fact]
    public void Anomaly_is_on_or_off()
    {
        Assert.Equal(
            $$"""
            {"state":"ON","event_id":"{{SampleEvents.EventId}}","score":0.9,"threshold":0.6,
            "since":"2026-03-01T22:59:58.250Z","level":"alert"}
            """.ReplaceLineEndings(""),
            Check("anomaly", MessageJson.Serialize(AnomalyMessage.On(SampleEvents.Create() with { Score = 0.9 }))));
        Assert.EndsWith(
            "\"level\":\"urgent\",\"zones\":[\"door\"]}",
            Check("anomaly", MessageJson.Serialize(
                AnomalyMessage.On(SampleEvents.Create() with { Zones = ["door"], Level = AlertLevel.Urgent }))),
            StringComparison.Ordinal);
        Assert.Equal(
            """{"state":"OFF","event_id":null,"score":0.1,"threshold":0.6,"since":"2026-03-01T22:59:58.250Z"}""",
            Check("anomaly", MessageJson.Serialize(AnomalyMessage.Off(0.1, 0.6, SampleEvents.StartedAt))));
    }

    [Fact]
    public void Score_is_rounded_and_kept_in_its_range() => Assert.Equal(
        """{"score":1,"raw":12.3457,"threshold":0.6,"tokens":17}""",
        Check("score", MessageJson.Serialize(ScoreMessage.From(1.2, 12.345678, 0.6, tokens: 17))));

    [Fact]
    public void What_a_sandbox_hides_is_left_out()
    {
        EventMessage message = EventMessage.From(
            SampleEvents.Create(), SampleEvents.Wording, Identity with { BootId = null }, clock: null, snapshot: null);
        using JsonDocument json = JsonDocument.Parse(MessageJson.Serialize(message));

        Assert.False(json.RootElement.TryGetProperty("boot_id", out _));
        Assert.False(json.RootElement.TryGetProperty("clock", out _));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("snapshot").ValueKind);
    }

    private static string Write(AlertEvent alert, string? clock, string? snapshot) =>
        Encoding.UTF8.GetString(MessageJson.Serialize(EventMessage.From(alert, SampleEvents.Wording, Identity, clock, snapshot)));

    private static string Check(string schema, byte[] payload)
    {
        string json = Encoding.UTF8.GetString(payload);
        AssertValid(schema, json);
        return json;
    }

    private static void AssertValid(string schema, string json) => Assert.Empty(MessageSchema.Load(schema).Check(json));
}

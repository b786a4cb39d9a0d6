using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.Tests.Mqtt.Messages;

public class MessageSchemaTests
{
    private static readonly MessageSchema Schema = MessageSchema.Parse("""
        {"type":"object","properties":{
          "score":{"type":["number","null"],"minimum":0,"maximum":1},
          "count":{"type":"integer"},
          "name":{"type":"string","pattern":"^[a-z]+$"},
          "kind":{"enum":["a","b"]},
          "since":{"type":"string","format":"date-time"},
          "parts":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string","minLength":1}},"required":["text"]}}},
         "required":["score"],"additionalProperties":false}
        """);

    [Theory]
    [InlineData("""{"score":0.5,"count":3,"name":"abc","kind":"b","since":"2026-01-31T00:00:00.000Z","parts":[{"text":"x"}]}""")]
    [InlineData("""{"score":null}""")]
    public void A_valid_message_has_no_errors(string json) => Assert.Empty(Schema.Check(json));

    [Theory]
    [InlineData("""{}""", "required")]
    [InlineData("""{"score":1.1}""", "maximum")]
    [InlineData("""{"score":-0.1}""", "minimum")]
    [InlineData("""{"score":"0.5"}""", "type")]
    [InlineData("""{"score":0,"count":1.5}""", "type")]
    [InlineData("""{"score":0,"name":"A"}""", "pattern")]
    [InlineData("""{"score":0,"kind":"c"}""", "enum")]
    [InlineData("""{"score":0,"since":"2026-01-31T00:00:00Z"}""", "format")]
    [InlineData("""{"score":0,"since":"2026-01-31T00:00:00.000+01:00"}""", "format")]
    [InlineData("""{"score":0,"parts":[{"text":""}]}""", "minLength")]
    [InlineData("""{"score":0,"other":1}""", "additionalProperties")]
    public void A_broken_rule_is_named(string json, string keyword) =>
        Assert.Contains(keyword, Assert.Single(Schema.Check(json)), StringComparison.Ordinal);

    [Fact]
    public void A_keyword_that_nobody_checks_is_an_error() =>
        Assert.Throws<NotSupportedException>(() => MessageSchema.Parse("""{"maxLength":1}""").Check("\"x\""));
}

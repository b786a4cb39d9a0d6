using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/response/&lt;verb&gt;</c>.</summary>
/// <param name="Transaction">What the request carried, so that the one who asked knows the answer; null when it carried none.</param>
/// <param name="Status"><c>ok</c> or <c>error</c>.</param>
/// <param name="Error">What was wrong and what would be right; left out when all is well.</param>
/// <param name="Data">The answer; left out when there is nothing to say.</param>
internal sealed record ResponseMessage(
    JsonElement? Transaction,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonObject? Data)
{
    /// <summary>It was done.</summary>
    public static ResponseMessage Ok(JsonElement? transaction, JsonObject? data) => new(transaction, "ok", Error: null, data);

    /// <summary>It was not done.</summary>
    public static ResponseMessage Failed(JsonElement? transaction, string error) => new(transaction, "error", error, Data: null);
}

using System.Text;
using System.Text.Json;
using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>A command that cannot be done. The message is the answer: what was wrong, and what would be right.</summary>
internal sealed class RequestRefusedException(string message) : Exception(message);

/// <summary>A request as it came: who wants to know the answer, and what with.</summary>
/// <param name="Transaction">To be sent back; null when there was none.</param>
/// <param name="Data">What the request is about.</param>
internal readonly record struct Request(JsonElement? Transaction, RequestData Data)
{
    /// <summary>
    /// Characters that a transaction may have at most: it is sent back, and nobody is to send large things back and forth with it.
    /// </summary>
    public const int MostTransactionLength = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a payload; an empty one is a request without anything.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isFlat">Whether the data stands beside the transaction rather than below <c>data</c>.</param>
    /// <exception cref="RequestRefusedException">It is no JSON object.</exception>
    public static Request Parse(IncomingMessage message, bool isFlat)
    {
        string text = TextOf(message);
        if (text.Length == 0)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            return Of(document.RootElement, isFlat);
        }
        catch (JsonException e)
        {
            throw new RequestRefusedException($"the payload is no valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
    }

    /// <summary>A payload as text.</summary>
    /// <exception cref="RequestRefusedException">Too long, or not UTF-8.</exception>
    public static string TextOf(IncomingMessage message)
    {
        if (message.Length > Inbox.MostPayloadBytes)
        {
            throw new RequestRefusedException($"the payload has {message.Length} bytes; at most {Inbox.MostPayloadBytes} are read");
        }

        try
        {
            return StrictUtf8.GetString(message.Payload.Span).Trim();
        }
        catch (DecoderFallbackException)
        {
            throw new RequestRefusedException("the payload is not UTF-8");
        }
    }

    /// <summary>Looking for a key fails for good when another one is half a surrogate pair, so that is found out first.</summary>
    private static JsonElement WithSoundKeys(JsonElement json)
    {
        try
        {
            foreach (JsonProperty property in json.EnumerateObject())
            {
                _ = property.Name;
            }

            return json;
        }
        catch (InvalidOperationException)
        {
            throw new RequestRefusedException("a key is no Unicode text");
        }
    }

    private static Request Of(JsonElement root, bool isFlat)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefusedException("the payload must be a JSON object");
        }

        bool hasTransaction = WithSoundKeys(root).TryGetProperty("transaction", out JsonElement value)
            && value.ValueKind != JsonValueKind.Null;
        JsonElement? transaction = hasTransaction ? Checked(value) : null;
        if (isFlat)
        {
            return new Request(transaction, new RequestData(root.Clone()));
        }

        if (!root.TryGetProperty("data", out JsonElement data))
        {
            return new Request(transaction, default);
        }

        return data.ValueKind switch
        {
            JsonValueKind.Null => new Request(transaction, default),
            JsonValueKind.Object => new Request(transaction, new RequestData(WithSoundKeys(data).Clone())),
            _ => throw new RequestRefusedException("data must be a JSON object"),
        };
    }

    private static JsonElement Checked(JsonElement transaction) =>
        (transaction.ValueKind is JsonValueKind.Number || RequestData.Read(transaction) is not null)
        && transaction.GetRawText().Length <= MostTransactionLength
            ? transaction.Clone()
            : throw new RequestRefusedException($"transaction must be a text or a number of at most {MostTransactionLength} characters");
}

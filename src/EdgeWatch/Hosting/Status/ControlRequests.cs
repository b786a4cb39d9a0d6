using System.Net.Sockets;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Status;

/// <summary>
/// Does what comes in over the control socket: one line with a verb and, after a space, what the payload of the same request over MQTT
/// would be. The answer is that of MQTT, too. For one caller at a time.
/// </summary>
/// <param name="node">What requests are about.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of bugs.</param>
internal sealed partial class ControlRequests(INodeControl node, TimeProvider time, ILogger<ControlRequests> logger)
{
    /// <summary>How long a request and its answer may take: a picture that somebody wants comes within that time, or not at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of a line that are kept: a payload that is too long, and any verb before it.</summary>
    private const int MostKept = Inbox.MostPayloadBytes + 64;

    private const int ReadAtOnce = 4096;

    private readonly RequestVerbs _verbs = new(node, time);
    private readonly ILogger _logger = logger;

    /// <summary>Reads a request and does it.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="SocketException">The client has gone.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async ValueTask<byte[]?> AnswerAsync(Socket client, CancellationToken stopping)
    {
        byte[] line = await ReadLineAsync(client, stopping);
        return MessageJson.Serialize(await DoAsync(line, stopping));
    }

    private async ValueTask<ResponseMessage> DoAsync(byte[] line, CancellationToken stopping)
    {
        int end = line.AsSpan().IndexOf((byte)' ') is var space and >= 0 ? space : line.Length;
        try
        {
            string verb = Request.TextOf(new IncomingMessage("", line.AsMemory(0, end), end, Retained: false));
            ReadOnlyMemory<byte> payload = line.AsMemory(end);
            Request request = Request.Parse(new IncomingMessage(verb, payload, payload.Length, Retained: false), isFlat: false);
            return ResponseMessage.Ok(request.Transaction, await _verbs.DoAsync(verb, request.Data, stopping));
        }
        catch (RequestRefusedException e)
        {
            return ResponseMessage.Failed(transaction: null, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e);
            return ResponseMessage.Failed(transaction: null, "this went wrong inside the node; its log says more");
        }
    }

    /// <summary>What comes before the end of the line, or of all; of a line that is too long, enough for it to be refused.</summary>
    private static async ValueTask<byte[]> ReadLineAsync(Socket client, CancellationToken stopping)
    {
        byte[] buffer = new byte[MostKept + ReadAtOnce];
        int length = 0;
        while (true)
        {
            int read = await client.ReceiveAsync(buffer.AsMemory(length, ReadAtOnce), stopping);
            int end = buffer.AsSpan(length, read).IndexOf((byte)'\n');
            if (read == 0 || end >= 0)
            {
                return buffer[..(length + Math.Max(end, 0))];
            }

            length = Math.Min(length + read, MostKept);
        }
    }

    [LoggerMessage(911, LogLevel.Error, "A command on the control socket met a bug.")]
    private partial void LogBroken(Exception exception);
}

using System.Threading.Channels;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>A message as it came from the broker. Nothing about it has been checked.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Its bytes; empty when there were more than <see cref="Inbox.MostPayloadBytes"/>.</param>
/// <param name="Length">How many bytes there were.</param>
/// <param name="Retained">Kept by the broker from before the subscription.</param>
internal readonly record struct IncomingMessage(string Topic, ReadOnlyMemory<byte> Payload, int Length, bool Retained);

/// <summary>
/// Holds received messages until they are handled, within bounds: whoever floods the node loses messages, counted, and the node
/// loses nothing else. Safe from any thread; <see cref="Put"/> never blocks and never throws.
/// </summary>
internal sealed class Inbox
{
    /// <summary>Messages that wait at most: a person's commands come one by one, and a script's are answered in milliseconds.</summary>
    public const int Capacity = 64;

    /// <summary>The longest payload that is looked at: a whole config file for <c>config/check</c> fits well.</summary>
    public const int MostPayloadBytes = 64 * 1024;

    /// <summary>
    /// The largest packet that the broker is to send: what is too long by less is refused with an answer, what is larger never arrives.
    /// </summary>
    public const uint MostPacketBytes = 1024 * 1024;

    private readonly Channel<IncomingMessage> _messages = Channel.CreateBounded<IncomingMessage>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private long _received;
    private long _dropped;

    /// <summary>Messages that came since the start of the program.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Those of them that found no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The messages, oldest first.</summary>
    public ChannelReader<IncomingMessage> Messages => _messages.Reader;

    /// <summary>Takes a message in; its bytes are copied, unless they are too many.</summary>
    public void Put(string topic, ReadOnlySpan<byte> payload, bool retained)
    {
        Interlocked.Increment(ref _received);
        byte[] kept = payload.Length > MostPayloadBytes ? [] : payload.ToArray();
        if (!_messages.Writer.TryWrite(new IncomingMessage(topic, kept, payload.Length, retained)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}

/// <summary>What a node listens to, and where it goes. Safe from any thread.</summary>
/// <param name="filters">Topic filters; none of them matches a topic that the node itself publishes.</param>
/// <param name="inbox">Receives the messages.</param>
internal sealed class Subscription(IReadOnlyCollection<string> filters, Inbox inbox)
{
    private volatile IReadOnlyCollection<string> _filters = filters;

    /// <summary>What to listen to. What is new is asked for at once, what has left is listened to until the connection ends.</summary>
    public IReadOnlyCollection<string> Filters
    {
        get => _filters;
        set => _filters = value;
    }

    /// <summary>Receives the messages.</summary>
    public Inbox Inbox => inbox;
}

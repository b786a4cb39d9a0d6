using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>
/// Messages that matter now and are not kept by anyone: answers to commands,
/// health. A bounded queue; when full, the oldest goes. Safe from any thread.
/// </summary>
internal sealed class PassingMessages
{
    /// <summary>As many as commands can wait: every one of them may be answered.</summary>
    public const int Capacity = Inbox.Capacity;

    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _messages = new();

    /// <summary>Puts a message in.</summary>
    public void Put(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_messages.Count == Capacity)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(message);
        }
    }

    /// <summary>Forgets what has not been sent.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
        }
    }

    /// <summary>Takes the oldest message out.</summary>
    public bool TryTake(out OutgoingMessage message)
    {
        lock (_gate)
        {
            return _messages.TryDequeue(out message);
        }
    }
}

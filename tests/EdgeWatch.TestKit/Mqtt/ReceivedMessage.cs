using System.Text;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>A message as a subscriber got it.</summary>
public sealed record ReceivedMessage(string Topic, int Qos, bool Retained, byte[] Payload)
{
    /// <summary>The payload as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);
}

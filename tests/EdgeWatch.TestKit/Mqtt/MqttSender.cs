using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>An independent publisher: the broker's own <c>mosquitto_pub</c> as a child process.</summary>
public static class MqttSender
{
    /// <summary>Publishes one message at QoS 1 and waits until the broker has it.</summary>
    public static Task SendAsync(MosquittoProcess broker, string topic, string payload, bool retain = false) =>
        SendAsync(broker, topic, Encoding.UTF8.GetBytes(payload), retain);

    /// <summary>Publishes one message at QoS 1 and waits until the broker has it.</summary>
    public static async Task SendAsync(MosquittoProcess broker, string topic, byte[] payload, bool retain = false)
    {
        string port = broker.ObserverPort.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["-h", "127.0.0.1", "-p", port, "-q", "1", "-t", topic, "-s", .. retain ? new[] { "-r" } : []];
        using Process process = Process.Start(new ProcessStartInfo("mosquitto_pub", arguments) { RedirectStandardInput = true })!;
        await process.StandardInput.BaseStream.WriteAsync(payload);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"mosquitto_pub failed on {topic} with code {process.ExitCode}");
        }
    }
}

using System.Text;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Tests.Hostile;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Mqtt.Commands;

/// <summary>Mutated commands through inbox and handler, as the network hands them over.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class FuzzTests
{
    private static readonly int Messages = HostileInputs.Commands.Count;

    /// <summary>A batch is put into the inbox and handled; less than it holds, so that nothing is dropped.</summary>
    private const int Batch = Inbox.Capacity / 2;

    private static readonly (string Topic, string Payload)[] Seeds =
    [
        ("yard/threshold/set", "0.7"),
        ("yard/enabled/set", "OFF"),
        ("profile/set", "night"),
        ("request/profile", """{"data":{"profile":"auto"}}"""),
        ("barn/feedback", """{"event_id":"01JQ0M7Z8Y5V3X2W1T0S9R8Q7P","verdict":"normal"}"""),
        ("barn/feedback", """{"event_id":"last","verdict":"anomaly","transaction":"äöü"}"""),
        ("request/ping", """{"transaction":"a-1","data":{}}"""),
        ("request/snapshot", """{"transaction":2,"data":{"camera":"yard"}}"""),
        ("request/relearn", """{"data":{"camera":"barn"}}"""),
        ("request/suspend", """{"transaction":null,"data":{"minutes":12.5,"camera":"yard"}}"""),
        ("request/config/check", """{"data":{"yaml":"mqtt:\n  host: localhost\ncameras:\n  - id: yard\n    source: /dev/video0\n"}}"""),
        ("request/events", """{"data":{"from":"2026-01-01T00:00:00Z","to":"2026-12-31T23:59:59.999Z","limit":20}}"""),
        ("request/feedback", """{"data":{"event_id":"01JQ0M7Z8Y5V3X2W1T0S9R8Q7P","verdict":"right","camera":"yard"}}"""),
    ];

    private static readonly Mutation Payloads = new(
        [.. Seeds.Select(seed => Encoding.UTF8.GetBytes(seed.Payload))],
        "+", "#", "data", "transaction", "*a", "&a", "!!", "<<", "camera", "yaml");

    /// <summary>What is put into topics.</summary>
    private static readonly string[] Levels = ["/", "+", "#", "\0", "💥", "yard", "request", "set"];

    /// <summary>Who adds a command or a verb adds it above.</summary>
    [Fact]
    public void There_is_a_seed_of_every_command()
    {
        Assert.All(Topic.Commands, topic => Assert.Contains(Seeds, seed => seed.Topic.Contains(topic.Suffix, StringComparison.Ordinal)));
        Assert.All(RequestVerbs.Names.Split(", "), verb => Assert.Contains(Seeds, seed => seed.Topic == $"request/{verb}"));
    }

    [Fact]
    public async Task A_hundred_thousand_mutated_commands_throw_nothing_and_leave_nothing_behind()
    {
        Random random = new(20260301);
        FakeNode node = new();
        Inbox inbox = new();
        FakeLogger<CommandHandler> log = new();
        long refused = 0;
        long done = 0;
        CommandHandler handler = new(new Topics("edgewatch", "barn-pi"), node, Answer, new FakeTimeProvider(), log);
        await HandleAsync(5_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await HandleAsync(Messages);

        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(0, inbox.Dropped);
        Assert.True(log.Collector.Count == 1, string.Join('\n', log.Collector.GetSnapshot()));
        Assert.InRange(growth, long.MinValue, 1_000_000);
        Assert.True(refused > Messages / 4, $"{refused} were refused: the mutations do something");
        Assert.True(done > Messages / 100, $"{done} were done: some still say what they said");

        void Answer(string verb, ResponseMessage response)
        {
            Assert.Matches("^[a-z][a-z_/]{0,31}$", verb);
            Assert.NotEmpty(MessageJson.Serialize(response));
            _ = response.Status == "ok" ? done++ : refused++;
        }

        async Task HandleAsync(int count)
        {
            for (int sent = 0; sent < count; sent += Batch)
            {
                for (int i = 0; i < Batch; i++)
                {
                    (string topic, byte[] payload) = Mutate(random);
                    inbox.Put($"edgewatch/barn-pi/{topic}", payload, retained: random.Next(50) == 0);
                }

                while (inbox.Messages.TryRead(out IncomingMessage message))
                {
                    await handler.HandleAsync(message, CancellationToken.None);
                }
            }
        }
    }

    private static (string Topic, byte[] Payload) Mutate(Random random)
    {
        string topic = Seeds[random.Next(Seeds.Length)].Topic;
        return (
            random.Next(20) == 0 ? MutateTopic(topic, random) : topic,
            random.Next(500) == 0 ? new byte[random.Next(200_000)] : Payloads.Next(random));
    }

    private static string MutateTopic(string topic, Random random)
    {
        int at = random.Next(topic.Length);
        return random.Next(3) switch
        {
            0 => topic[..at],
            1 => topic.Insert(at, "/"),
            _ => topic.Insert(at, Levels[random.Next(Levels.Length)]),
        };
    }
}

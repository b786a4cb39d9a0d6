using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeWatch.Cli.Status;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cli.Profile;

/// <summary><c>edgewatch profile</c>: which profile is in force at the running daemon, and another one.</summary>
internal static class ProfileCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string?> name = new("NAME")
        {
            Description = "The profile to set until further notice, or auto for what the schedule says. Default: say which is in force.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> config = CommonOptions.Config();
        Option<string?> socket = CommonOptions.Socket(SocketPath.Control);
        Command command = new("profile", "Say which profile is in force at the running daemon, or set one. Exit code 1 if none answers.")
        {
            name, config, socket,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(name),
            CommonOptions.SocketsOf(result.GetValue(socket), SocketPath.Control, result.GetRequiredValue(config)),
            cancellationToken));
        return command;
    }

    /// <summary>What a daemon says, for a person.</summary>
    /// <param name="data">The data of its answer.</param>
    /// <param name="zone">Of the times shown.</param>
    /// <exception cref="EdgeWatchException">It is of another version.</exception>
    internal static string Words(JsonObject data, TimeZoneInfo zone)
    {
        try
        {
            ProfileInfo inForce = new(
                (string)data["profile"]!, (string)data["set_by"]!, Time(data["since"])!.Value, Time(data["until"]));
            string quiet = (bool)data["quiet"]! ? "\nquiet: events are recorded, and nobody is told" : "";
            string all = string.Join(", ", data["profiles"]!.AsArray().Select(name => (string)name!));
            return $"{StatusText.ProfileLine(inForce, zone)}{quiet}\nThere are: {all}.\n";
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new EdgeWatchException("the daemon's answer is not understood; is it of another version? Restart it.");
        }
    }

    private static async Task<int> RunAsync(string? name, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        JsonObject request = name is null ? [] : new JsonObject { ["data"] = new JsonObject { ["profile"] = name } };
        JsonObject answer = await SocketClient.RequestAsync(paths, "profile", request, cancellationToken);
        await Console.Out.WriteAsync(Words(answer, TimeZoneInfo.Local));
        return (int)ExitCode.Ok;
    }

    private static DateTimeOffset? Time(JsonNode? time) => time is null ? null : time.GetValue<DateTimeOffset>();
}

using System.CommandLine;
using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Onvif;

namespace EdgeWatch.Cli.Discover;

/// <summary>
/// <c>edgewatch discover</c>: the ONVIF cameras of this network, their streams, and what to write into the config for them.
/// </summary>
internal static class DiscoverCommand
{
    private const double DefaultSeconds = 5;
    private const double MostSeconds = 60;

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string[]> hosts = new("HOST")
        {
            Description = "Cameras to ask, by name or address, with a port if it is not 80. Default: whatever answers in this network.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<double> seconds = new("--seconds")
        {
            Description = "How long to wait for answers.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        Option<string> username = new("--username")
        {
            Description = "User at the cameras.",
            HelpName = "NAME",
        };
        PathOption<string> passwordFile = new("--password-file")
        {
            Description = "File with the user's password in its first line.",
            HelpName = "FILE",
        };
        Option<bool> add = new("--add") { Description = "Write a file for each new camera into conf.d beside the config file." };
        Option<string> config = CommonOptions.Config();
        Command command = new("discover", "Find ONVIF cameras and their streams, and say what to write into the config for them.")
        {
            hosts, seconds, username, passwordFile, add, config,
        };
        command.SetAction((result, cancellationToken) =>
        {
            CameraOptions login = new()
            {
                Username = result.GetValue(username) ?? "",
                PasswordFile = result.GetValue(passwordFile) is { } file ? Path.GetFullPath(file) : "",
            };
            return RunAsync(
                result.GetValue(hosts) ?? [], Seconds(result.GetValue(seconds)), login,
                result.GetValue(add) ? result.GetRequiredValue(config) : null, cancellationToken);
        });
        return command;
    }

    private static TimeSpan Seconds(double seconds) => seconds is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds)
        : throw new EdgeWatchException($"--seconds {seconds}: not allowed; above 0 and up to {MostSeconds} is.");

    private static async Task<int> RunAsync(
        string[] hosts, TimeSpan wait, CameraOptions login, string? configFile, CancellationToken cancellationToken)
    {
        Credentials credentials = Credentials.Of(login);
        IReadOnlyList<FoundDevice> devices = hosts.Length > 0 ? [.. hosts.Select(Named)] : await SearchAsync(wait, cancellationToken);
        FoundCamera[] cameras = await Task.WhenAll(
            devices.Select(device => FoundCamera.AskAsync(device, credentials, TimeProvider.System, cancellationToken)));
        Console.Write(Table(cameras));
        foreach (FoundCamera camera in cameras.Where(camera => camera.Failure is not null))
        {
            Console.WriteLine($"{Called(camera)}: {Told(camera.Failure!, credentials)}");
        }

        CameraSnippet[] snippets = CameraSnippet.Of(cameras, login, configFile);
        if (configFile is null)
        {
            Console.Write(CameraSnippet.Together(snippets));
        }
        else
        {
            Add(snippets, configFile);
        }

        return (int)(cameras.Any(camera => camera.Best is not null) ? ExitCode.Ok : ExitCode.Failure);
    }

    private static FoundDevice Named(string host) => FoundDevice.Named(host) ?? throw new EdgeWatchException(
        $"\"{host}\" is no camera's address; 192.168.1.20, door.lan:8080 or http://door.lan{FoundDevice.DevicePath} is one.");

    private static async Task<IReadOnlyList<FoundDevice>> SearchAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        DeviceSearch search = new(TimeProvider.System);
        if (search.From.Count == 0)
        {
            throw new EdgeWatchException("this machine has no network in which to search; name the cameras' addresses.");
        }

        await Console.Error.WriteLineAsync($"Searching for {wait.TotalSeconds:0.#} s from {string.Join(", ", search.From)} …");
        IReadOnlyList<FoundDevice> found = await search.FindAsync(wait, cancellationToken);
        return found.Count > 0 ? found : throw new EdgeWatchException(
            "no camera answers. ONVIF may be switched off in the camera's settings, a firewall may keep UDP port 3702 closed, or the "
            + "camera is in another network: then name its address (edgewatch discover 192.168.1.20).");
    }

    private static string Table(IEnumerable<FoundCamera> cameras)
    {
        TextTable table = new("", "camera", "address", "stream", "codec", ">size", ">a second", "source");
        bool isEmpty = true;
        foreach (FoundCamera camera in cameras)
        {
            foreach (VideoStream stream in camera.Streams)
            {
                isEmpty = false;
                table.Add(
                    stream == camera.Best ? "→" : "",
                    Called(camera),
                    camera.Device.Address.Host,
                    stream.Profile,
                    stream.Encoding,
                    stream.Size?.ToString() ?? "?",
                    stream.FramesPerSecond > 0 ? stream.FramesPerSecond.ToString("0.#", CultureInfo.InvariantCulture) : "?",
                    Redaction.Redact(stream.Url));
            }
        }

        return isEmpty ? "" : $"{table}\n";
    }

    private static string Called(FoundCamera camera) =>
        camera.Device.Name.Length > 0 ? camera.Device.Name
        : camera.Device.Hardware.Length > 0 ? camera.Device.Hardware
        : camera.Device.Address.Authority;

    private static string Told(CaptureException failure, Credentials credentials) =>
        failure.Reason == CaptureFailure.Unauthorized && credentials.IsEmpty
            ? "tells its streams to those who log in only; give --username and --password-file"
            : failure.Reason == CaptureFailure.Declined
            ? $"does not tell its streams; its own page or its maker may name their addresses ({failure.Detail})"
            : CaptureAdvice.Tell(failure.Reason, failure.Detail);

    private static void Add(CameraSnippet[] snippets, string configFile)
    {
        foreach (CameraSnippet snippet in snippets)
        {
            Console.WriteLine(snippet.IsKnown
                ? $"{snippet.Source} is in the config already."
                : $"{snippet.WriteBeside(configFile)}: written. A daemon that runs reads it on reload (systemctl reload edgewatch).");
        }
    }
}

using System.CommandLine;
using EdgeWatch.Hosting.Status;

namespace EdgeWatch.Cli.Status;

/// <summary><c>edgewatch status</c>: how the running daemon is.</summary>
internal static class StatusCommand
{
    /// <summary>Time between two looks with <c>--watch</c>.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string?> socket = CommonOptions.Socket(SocketPath.Status);
        Option<bool> json = new("--json") { Description = "Print the answer as one line of JSON." };
        Option<bool> watch = new("--watch", "-w") { Description = "Look again every two seconds until Ctrl-C." };
        Command command = new("status", "Ask the running daemon how it is: cameras, broker, disk, events. Exit code 1 if none answers.")
        {
            config, socket, json, watch,
        };
        command.SetAction((result, _) => RunAsync(
            CommonOptions.SocketsOf(result.GetValue(socket), SocketPath.Status, result.GetRequiredValue(config)),
            new StatusView(Console.Out, TimeProvider.System, result.GetValue(json), result.GetValue(watch)),
            result.GetValue(watch)));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> paths, StatusView view, bool watch)
    {
        using StopSignals signals = new();
        try
        {
            if (!watch)
            {
                view.Show(await SocketClient.AskAsync(paths, request: default, TimeProvider.System, signals.Token));
                return (int)ExitCode.Ok;
            }

            using PeriodicTimer timer = new(WatchInterval, TimeProvider.System);
            do
            {
                await LookAsync(paths, view, signals.Token);
            }
            while (await timer.WaitForNextTickAsync(signals.Token));
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // Somebody has seen enough.
        }

        return (int)ExitCode.Ok;
    }

    /// <summary>A daemon that is away may come back.</summary>
    private static async Task LookAsync(IReadOnlyList<string> paths, StatusView view, CancellationToken cancellationToken)
    {
        try
        {
            view.Show(await SocketClient.AskAsync(paths, request: default, TimeProvider.System, cancellationToken));
        }
        catch (EdgeWatchException e)
        {
            view.ShowAbsent(e.Message);
        }
    }
}

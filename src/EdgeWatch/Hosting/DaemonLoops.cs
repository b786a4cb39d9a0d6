namespace EdgeWatch.Hosting;

/// <summary>Runs the daemon's loops side by side and ends them in order. One that ends with an exception ends them all.</summary>
internal static class DaemonLoops
{
    /// <summary>Runs until told to stop, until all cameras have ended, or until another loop has.</summary>
    /// <param name="cameras">One for each camera.</param>
    /// <param name="companions">Loops that go on as long as the cameras do.</param>
    /// <param name="publisher">Ends last, so that what the others still have to say goes out.</param>
    /// <param name="ending">Called when the end begins.</param>
    /// <param name="stopping">Ends everything.</param>
    /// <exception cref="Exception">Whatever ended the first loop that failed.</exception>
    public static async Task RunAsync(
        IEnumerable<Func<CancellationToken, Task>> cameras,
        IEnumerable<Func<CancellationToken, Task>> companions,
        Func<CancellationToken, Task> publisher,
        Action ending,
        CancellationToken stopping)
    {
        using CancellationTokenSource stopFirst = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using CancellationTokenSource stopLast = new();
        Task[] watching = [.. cameras.Select(run => run(stopFirst.Token))];
        Task[] accompanying = [.. companions.Select(run => run(stopFirst.Token))];
        Task publishing = publisher(stopLast.Token);
        await Task.WhenAny([AllOrFirstFailure(watching), .. accompanying, publishing]);
        ending();
        await stopFirst.CancelAsync();
        Task[] first = [.. watching, .. accompanying];
        await Task.WhenAll(first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopLast.CancelAsync();
        await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task failed in first.Append(publishing).Where(loop => loop.IsFaulted))
        {
            await failed;
        }

        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>Ends when all have ended, or the first one has failed.</summary>
    private static async Task AllOrFirstFailure(Task[] tasks)
    {
        await foreach (Task task in Task.WhenEach(tasks))
        {
            if (task.IsFaulted)
            {
                return;
            }
        }
    }
}

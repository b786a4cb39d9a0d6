namespace EdgeWatch;

/// <summary>
/// Runs loops side by side and ends them together. A loop is told to end by its token; an <see cref="OperationCanceledException"/> is an
/// end, not a failure. What a method started has ended when it returns, and the exception of the first loop in order that failed comes out.
/// </summary>
internal static class LoopSupervisor
{
    /// <summary>Runs loops until one of them has ended, for whatever reason, or until told to stop.</summary>
    public static Task UntilOneEndsAsync(IEnumerable<Func<CancellationToken, Task>> loops, CancellationToken stopping) =>
        RunAsync(loops, Task.WhenAny, stopping);

    /// <summary>Runs loops until all of them have ended, one has failed, or until told to stop.</summary>
    public static Task UntilAllEndAsync(IEnumerable<Func<CancellationToken, Task>> loops, CancellationToken stopping) =>
        RunAsync(loops, AllOrFirstFailure, stopping);

    /// <summary>
    /// Runs two loops until one has ended or until told to stop; one of them then ends first, since the other one takes its last words.
    /// </summary>
    /// <param name="first">Ends first.</param>
    /// <param name="last">Is told to end when the first one has.</param>
    /// <param name="stopping">Ends both.</param>
    public static async Task InOrderAsync(
        Func<CancellationToken, Task> first, Func<CancellationToken, Task> last, CancellationToken stopping)
    {
        using CancellationTokenSource stopFirst = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using CancellationTokenSource stopLast = new();
        Task[] both = [first(stopFirst.Token), last(stopLast.Token)];
        await Task.WhenAny(both);
        await stopFirst.CancelAsync();
        await both[0].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopLast.CancelAsync();
        await EndAsync(both);
    }

    private static async Task RunAsync(
        IEnumerable<Func<CancellationToken, Task>> loops, Func<Task[], Task> isOver, CancellationToken stopping)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] running = [.. loops.Select(run => run(ending.Token))];
        await isOver(running);
        await ending.CancelAsync();
        await EndAsync(running);
    }

    private static async Task EndAsync(Task[] ending)
    {
        await Task.WhenAll(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task failed in ending.Where(loop => loop.IsFaulted))
        {
            await failed;
        }
    }

    private static async Task AllOrFirstFailure(Task[] running)
    {
        await foreach (Task ended in Task.WhenEach(running))
        {
            if (ended.IsFaulted)
            {
                return;
            }
        }
    }
}

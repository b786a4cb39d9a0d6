namespace EdgeWatch.Core.Tests;

/// <summary>
/// What work allocates each time that it is done. Now and then some kilobytes are booked to a thread that has allocated nothing (seen:
/// 7,104 bytes; the rest of an allocation context would explain it, but the cause was not found), so one measurement may be too high. What
/// the work itself allocates shows every time.
/// </summary>
internal static class AllocatedBytes
{
    private const int Rounds = 5;

    /// <summary>The least of several rounds, on this thread.</summary>
    public static long EachTime(Action work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

namespace EdgeWatch.Cameras.Clips;

/// <summary>Waits for something that is made beside the messages, unless somebody is in a hurry.</summary>
internal static class HurriedWait
{
    /// <summary>How often it is looked whether somebody is.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until it is done or somebody is in a hurry.</summary>
    public static async Task ForAsync(Task work, Func<bool> isHurried, TimeProvider time)
    {
        while (!work.IsCompleted && !isHurried())
        {
            await Task.WhenAny(work, Task.Delay(LookInterval, time));
        }
    }
}

namespace EdgeWatch.Core.Frames;

/// <summary>Lengths of time on the monotonic clock, by which frames are dated.</summary>
public static class MonotonicTime
{
    extension(TimeProvider time)
    {
        /// <summary>A length as a difference of two <see cref="TimeProvider.GetTimestamp"/>.</summary>
        public long TimestampsIn(TimeSpan length) => (long)(length.TotalSeconds * time.TimestampFrequency);
    }
}

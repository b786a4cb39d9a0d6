using System.Globalization;

namespace EdgeWatch;

/// <summary>How much of the processor a process takes between two looks, in per cent of one core.</summary>
internal sealed class ProcessorLoad(TimeProvider time)
{
    /// <summary>Unit of the times in <c>/proc/PID/stat</c>: USER_HZ is 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>
    /// Fields of <c>/proc/PID/stat</c> after the name, which may hold anything: state is the first, utime and stime these.
    /// </summary>
    private const int UserField = 11;
    private const int SystemField = 12;

    private int _processId;
    private double _seconds;
    private long _timestamp;

    /// <summary>The load since the last look at the same process; null at the first look and when the process is not there.</summary>
    public double? Look(int processId)
    {
        double? seconds = processId > 0 ? Read(processId) : null;
        (int before, double secondsBefore, long timestampBefore) = (_processId, _seconds, _timestamp);
        _processId = seconds is null ? 0 : processId;
        _seconds = seconds ?? 0;
        _timestamp = time.GetTimestamp();
        double elapsed = time.GetElapsedTime(timestampBefore, _timestamp).TotalSeconds;
        return seconds is { } now && before == processId && elapsed > 0
            ? Math.Round(Math.Max(0, now - secondsBefore) / elapsed * 100, 1)
            : null;
    }

    private static double? Read(int processId)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double ticks = double.Parse(fields[UserField], CultureInfo.InvariantCulture)
                + double.Parse(fields[SystemField], CultureInfo.InvariantCulture);
            return ticks / TicksPerSecond;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}

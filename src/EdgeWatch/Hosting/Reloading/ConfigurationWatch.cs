using System.Globalization;
using EdgeWatch.Configuration;

namespace EdgeWatch.Hosting.Reloading;

/// <summary>
/// Asks for the config to be read again when one of its files has changed, if the config wants that. It looks rather than listens: what
/// editors, package managers and mounts do to a file ends up in size and time alike, and a look costs a call for each file.
/// </summary>
/// <param name="inForce">Says where the files are, and whether anybody wants this.</param>
/// <param name="signal">Asks.</param>
/// <param name="time">The clock.</param>
internal sealed class ConfigurationWatch(ConfigurationInForce inForce, ReloadSignal signal, TimeProvider time)
{
    /// <summary>How often to look. A change counts when it has rested from one look to the next: then whoever writes is done.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string _known = Look(inForce.File);

    /// <summary>Looks until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        string before = _known;
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            string now = inForce.Options.ReloadOnChange ? Look(inForce.File) : _known;
            if (now == before && now != _known)
            {
                _known = now;
                signal.Ask();
            }

            before = now;
        }
    }

    private static string Look(string file) =>
        string.Join('\n', ConfigurationFile.FilesOf(file).Select(path => Describe(FileBehind(path))));

    /// <summary>What a link leads to is what is read; the link itself stays as it is.</summary>
    private static FileInfo FileBehind(string path)
    {
        FileInfo file = new(path);
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return file;
        }
    }

    private static string Describe(FileInfo file) => file.Exists
        ? string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}")
        : file.FullName;
}

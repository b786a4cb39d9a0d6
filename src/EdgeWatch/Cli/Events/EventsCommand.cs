using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Events;

/// <summary><c>edgewatch events</c>: the events that are kept in the state directory, and their files.</summary>
internal static class EventsCommand
{
    /// <summary>The verb with its own verbs.</summary>
    public static Command Create()
    {
        Command command = new("events", "Look at the events that are kept: list, show, open, delete, export.")
        {
            CreateList(), CreateShow(), CreateOpen(), CreateDelete(), CreateExport(),
        };
        return command;
    }

    private static Command CreateList()
    {
        Option<string> config = CommonOptions.Config();
        Option<string?> camera = new("--camera") { Description = "Of this camera alone.", HelpName = "ID" };
        Option<string?> zone = new("--zone") { Description = "That came through this zone.", HelpName = "NAME" };
        Option<DateTimeOffset?> from = new("--from") { Description = "That began then or later, local time.", HelpName = "TIME" };
        Option<DateTimeOffset?> to = new("--to") { Description = "That began then or before.", HelpName = "TIME" };
        Option<string?> kind = new("--kind") { Description = "With a reason of this kind.", HelpName = "KIND" };
        Option<double?> score = new("--min-score") { Description = "With a peak score of at least this, 0–1.", HelpName = "SCORE" };
        Option<bool> json = new("--json") { Description = "Print the last message of each, one a line." };
        Command list = new("list", "List events, the newest first.") { config, camera, zone, from, to, kind, score, json };
        list.SetAction(result => With(result.GetRequiredValue(config), events => events.List(
            new EventFilter
            {
                Camera = result.GetValue(camera),
                Zone = result.GetValue(zone),
                From = result.GetValue(from),
                To = result.GetValue(to),
                Kind = result.GetValue(kind),
                MinScore = result.GetValue(score),
            },
            result.GetValue(json))));
        return list;
    }

    private static Command CreateShow()
    {
        Option<string> config = CommonOptions.Config();
        Argument<string> id = new("EVENT") { Description = "Its id, or the beginning or end of it." };
        Command show = new("show", "Print the last message of an event and the paths of its files.") { id, config };
        show.SetAction(result => With(result.GetRequiredValue(config), events => events.Show(result.GetRequiredValue(id))));
        return show;
    }

    private static Command CreateOpen()
    {
        Option<string> config = CommonOptions.Config();
        Argument<string> id = new("EVENT") { Description = "Its id, or the beginning or end of it." };
        const string Does = "Print the path of an event's clip, or of its picture where it has none, and open it where there is a desktop.";
        Command open = new("open", Does) { id, config };
        open.SetAction(result => With(result.GetRequiredValue(config), events => Desktop.Open(events.Open(result.GetRequiredValue(id)))));
        return open;
    }

    private static Command CreateDelete()
    {
        Option<string> config = CommonOptions.Config();
        Argument<string[]> ids = new("EVENT") { Description = "Their ids.", Arity = ArgumentArity.OneOrMore };
        Command delete = new("delete", "Delete events with all their files.") { ids, config };
        delete.SetAction(result => With(result.GetRequiredValue(config), events => events.Delete(result.GetRequiredValue(ids))));
        return delete;
    }

    private static Command CreateExport()
    {
        Option<string> config = CommonOptions.Config();
        PathOption<string> output = new("--out") { Description = "A folder, or a .zip file.", HelpName = "PATH", Required = true };
        Argument<string[]> ids = new("EVENT") { Description = "Their ids.", Arity = ArgumentArity.OneOrMore };
        Command export = new("export", "Copy events with all their files.") { ids, output, config };
        export.SetAction(result => With(
            result.GetRequiredValue(config), events => events.Export(result.GetRequiredValue(ids), result.GetRequiredValue(output))));
        return export;
    }

    private static int With(string configFile, Action<KeptEvents> act)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        act(new KeptEvents(EventFolders.In(options.StateDirectory), Language.Of(options.Alerts.Language), Console.Out));
        return (int)ExitCode.Ok;
    }
}

/// <summary>Which events are wanted; null stands for all.</summary>
internal sealed record EventFilter
{
    /// <summary>Id of the camera.</summary>
    public string? Camera { get; init; }

    /// <summary>Name of a zone that it has come through.</summary>
    public string? Zone { get; init; }

    /// <summary>Begun then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun then or before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Name of a kind among the reasons.</summary>
    public string? Kind { get; init; }

    /// <summary>Least peak score, 0–1.</summary>
    public double? MinScore { get; init; }

    /// <summary>Whether an event is wanted.</summary>
    public bool Takes(PastEvent past) =>
        (Camera is null || past.Camera == Camera)
        && (Zone is null || past.Zones?.Contains(Zone) is true)
        && (From is null || past.StartedAt >= From)
        && (To is null || past.StartedAt <= To)
        && (Kind is null || past.Reasons.Any(reason => reason.Kind == Kind))
        && (MinScore is null || past.PeakScore >= MinScore);
}

/// <summary>The events of a state directory, for people.</summary>
/// <param name="folder">Folder with one folder for each event.</param>
/// <param name="language">The language of the reasons.</param>
/// <param name="output">Where answers go.</param>
internal sealed class KeptEvents(string folder, Language language, TextWriter output)
{
    private const string ZipSuffix = ".zip";

    /// <summary>Files for people, the one first that says most.</summary>
    private static readonly string[] Telling = [EventClips.ClipName, EventPictures.HeatMapName, EventPictures.SnapshotName];

    /// <summary>Lists events, the newest first.</summary>
    public void List(EventFilter filter, bool asJson)
    {
        TextTable table = new("event", "camera", "began", ">length", ">peak", ">seen", "files", "reason");
        foreach (string id in EventFolders.EventIdsIn(folder).OrderDescending(StringComparer.Ordinal))
        {
            if (Read(id) is not { } message || PastEvent.TryParse(message) is not { } past || !filter.Takes(past))
            {
                continue;
            }

            if (asJson)
            {
                output.WriteLine(System.Text.Encoding.UTF8.GetString(message).ReplaceLineEndings(""));
            }
            else
            {
                table.Add(
                    id, past.Camera, past.StartedAt.LocalDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    past.EndedAt is { } end ? Invariant($"{(end - past.StartedAt).TotalSeconds:0.0} s") : "–",
                    past.PeakScore is { } peak ? Invariant($"{peak:0.00}") : "–",
                    past.SeenBefore is { } seen ? $"×{seen.Times + 1}" : "",
                    string.Join(' ', Files(id).Select(Path.GetFileNameWithoutExtension).Where(IsForPeople)),
                    ReasonsOf(past));
            }
        }

        if (!asJson)
        {
            output.Write(table);
        }
    }

    /// <summary>Prints the last message of an event, why it ended, and the paths of its files.</summary>
    /// <exception cref="EdgeWatchException">There is no such event, or more than one.</exception>
    public void Show(string id)
    {
        string found = Find(id);
        if (Read(found) is { } message)
        {
            output.WriteLine(System.Text.Encoding.UTF8.GetString(message));
            if (PastEvent.TryParse(message)?.EndIn(language) is { } end)
            {
                output.WriteLine(end);
            }
        }

        foreach (string file in Files(found))
        {
            output.WriteLine(file);
        }
    }

    /// <summary>Prints the path of an event's clip, or of the picture that says most where it has none.</summary>
    /// <returns>That path.</returns>
    /// <exception cref="EdgeWatchException">There is no such event, or more than one, or it has neither.</exception>
    public string Open(string id)
    {
        string found = Find(id);
        string[] files = Files(found);
        string path = Telling.Select(name => Path.Combine(folder, found, name)).FirstOrDefault(files.Contains)
            ?? throw new EdgeWatchException($"{found} has neither clip nor picture.");
        output.WriteLine(path);
        return path;
    }

    /// <summary>Deletes events; none if one of them is not there.</summary>
    /// <exception cref="EdgeWatchException">One is not there.</exception>
    public void Delete(IEnumerable<string> ids)
    {
        string[] found = [.. ids.Select(Find).Distinct()];
        foreach (string id in found)
        {
            EventFolders.Remove(folder, id);
            output.WriteLine($"{id} is deleted.");
        }
    }

    /// <summary>Copies events into a folder, which may be there, or into a new .zip file.</summary>
    /// <exception cref="EdgeWatchException">One is not there, or the file is there already.</exception>
    public void Export(IEnumerable<string> ids, string target)
    {
        string[] found = [.. ids.Select(Find).Distinct()];
        bool isZip = target.EndsWith(ZipSuffix, StringComparison.OrdinalIgnoreCase);
        if (isZip && File.Exists(target))
        {
            throw new EdgeWatchException($"{target} is there already; choose another name.");
        }

        using ZipArchive? archive = isZip ? ZipFile.Open(target, ZipArchiveMode.Create) : null;
        foreach (string file in found.SelectMany(Files))
        {
            string name = Path.GetRelativePath(folder, file);
            if (archive is not null)
            {
                // Pictures and clips are compressed already.
                archive.CreateEntryFromFile(file, name, CompressionLevel.NoCompression);
            }
            else
            {
                string copy = Path.Combine(target, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }

        output.WriteLine($"{found.Length} event(s) are in {target}.");
    }

    /// <summary>Why it was told, and why it ended where that was for another reason than that it became quiet.</summary>
    private string ReasonsOf(PastEvent past)
    {
        string reasons = string.Join("; ", past.Reasons.Select(reason => reason.Text));
        return past.EndIn(language) is { } end ? $"{reasons} ({end})" : reasons;
    }

    private static bool IsForPeople(string? name) => name is not ("event" or "course" or EventPictures.TraceName);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private string Find(string id)
    {
        string[] found = EventFolders.Matching(EventFolders.EventIdsIn(folder), id);
        return found.Length == 1 ? found[0] : throw new EdgeWatchException(found.Length == 0
            ? $"there is no event {id} in {folder}; edgewatch events list has those that there are."
            : $"{id} may be {string.Join(" or ", found.Take(3))}; write more of it.");
    }

    private string[] Files(string id) =>
    [
        .. Directory.GetFiles(Path.Combine(folder, id))
            .Where(file => !file.EndsWith(Unfinished.Suffix, StringComparison.Ordinal))
            .Order(),
    ];

    private byte[]? Read(string id) => EventFolders.ReadFile(folder, id, EventPictures.MessageName);
}

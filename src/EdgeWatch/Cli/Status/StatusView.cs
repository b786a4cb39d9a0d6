using System.Text;
using EdgeWatch.Hosting.Status;

namespace EdgeWatch.Cli.Status;

/// <summary>Shows answers of the daemon, one after the other or each in place of the one before.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">Its zone is that of the times shown.</param>
/// <param name="asJson">As it came, for programs.</param>
/// <param name="redraws">On a terminal, in place of what was shown before.</param>
internal sealed class StatusView(TextWriter output, TimeProvider time, bool asJson, bool redraws)
{
    /// <summary>Cursor to the upper left corner, and everything from there on erased (ECMA-48).</summary>
    private const string Clear = "\e[H\e[J";

    private readonly bool _isTerminal = !asJson && redraws && !Console.IsOutputRedirected;

    /// <summary>Shows an answer.</summary>
    /// <exception cref="EdgeWatchException">It cannot be understood.</exception>
    public void Show(byte[] answer)
    {
        if (asJson)
        {
            Write(Encoding.UTF8.GetString(answer).TrimEnd('\n') + "\n");
            return;
        }

        try
        {
            Write(StatusText.Of(StatusReport.Parse(answer), time.LocalTimeZone));
        }
        catch (InvalidDataException e)
        {
            throw new EdgeWatchException(e.Message);
        }
    }

    /// <summary>Says that there is no answer.</summary>
    public void ShowAbsent(string reason)
    {
        if (asJson)
        {
            Console.Error.WriteLine($"edgewatch: {reason}");
        }
        else
        {
            Write($"{TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone):HH:mm:ss}  {reason}\n");
        }
    }

    private void Write(string text)
    {
        output.Write(_isTerminal ? Clear + text : redraws && !asJson ? text + "\n" : text);
        output.Flush();
    }
}

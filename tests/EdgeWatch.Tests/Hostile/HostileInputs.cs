using System.Text;
using Xunit.Sdk;

namespace EdgeWatch.Tests.Hostile;

/// <summary>
/// Many damaged inputs for one reader: the same ones in every run. What it may do with each is read it or refuse it, quickly and with
/// little memory.
/// </summary>
/// <param name="Reader">What reads them, in the words of SECURITY.md.</param>
/// <param name="Count">Inputs.</param>
internal sealed record HostileInputs(string Reader, int Count)
{
    public static readonly HostileInputs VideoHeader = new("yuv4mpeg header", 300_000);
    public static readonly HostileInputs VideoStream = new("yuv4mpeg stream", 60_000);
    public static readonly HostileInputs HttpAnswer = new("first bytes of an HTTP camera", 50_000);
    public static readonly HostileInputs FfmpegLines = new("report of ffmpeg", 100_000);
    public static readonly HostileInputs SearchAnswer = new("answers to a search for cameras", 40_000);
    public static readonly HostileInputs SealedFile = new("sealed state files", 150_000);
    public static readonly HostileInputs LearnedState = new("learned state, correctly sealed", 40_000);
    public static readonly HostileInputs Lessons = new("what people have said of events, correctly sealed", 60_000);
    public static readonly HostileInputs AcceptedState = new("what earlier versions kept as normal, correctly sealed", 20_000);
    public static readonly HostileInputs NodeRecord = new("a node's settings, correctly sealed", 100_000);
    public static readonly HostileInputs ScoreLog = new("score history", 25_000);
    public static readonly HostileInputs PastEvent = new("messages of past events", 80_000);
    public static readonly HostileInputs EventCourse = new("scores of past events", 40_000);
    public static readonly HostileInputs Outbox = new("outbox, an SQLite file", 1_000);
    public static readonly HostileInputs Configuration = new("config file", 40_000);
    public static readonly HostileInputs Commands = new("commands over MQTT, each topic", 120_000);
    public static readonly HostileInputs HttpRequest = new("requests to the HTTP server", 6_000);
    public static readonly HostileInputs StatusClients = new("clients of the status socket", 1_000);
    public static readonly HostileInputs StatusAnswer = new("answers to <code>edgewatch status</code>", 40_000);

    /// <summary>So long is no input on its way, unless its reader has lost its own.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Part of the inputs that must be read, and part that must be refused: else the mutations do nothing, or too much.</summary>
    private const double LeastPart = 0.001;

    private const int LongestShown = 2000;

    /// <summary>The first inputs also pay for what a reader makes once.</summary>
    private const int WarmUp = 100;

    private int _at = -1;
    private byte[] _input = [];

    /// <summary>All readers that get such inputs.</summary>
    public static IReadOnlyList<HostileInputs> All { get; } =
    [
        VideoHeader, VideoStream, HttpAnswer, FfmpegLines, SearchAnswer, SealedFile, LearnedState, Lessons, AcceptedState, NodeRecord,
        ScoreLog, PastEvent, EventCourse, Outbox, Configuration, Commands, HttpRequest, StatusClients, StatusAnswer,
    ];

    /// <summary>Gives each input to the reader.</summary>
    /// <param name="make">Makes an input of numbers that are the same in every run.</param>
    /// <param name="read">True: it was read; false: it was refused as documented. Must not wait for anything.</param>
    /// <param name="mostAllocated">Bytes that the reader may allocate for an input of a length.</param>
    public Task FeedAsync(Func<Random, byte[]> make, Func<byte[], bool> read, Func<int, long> mostAllocated) => FeedAsync(make, input =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = read(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long most = mostAllocated(input.Length);
        return allocated <= most || Volatile.Read(ref _at) < WarmUp
            ? ValueTask.FromResult(isRead)
            : throw new XunitException($"{allocated} bytes were allocated for an input of {input.Length} bytes; {most} are allowed");
    });

    /// <summary>Gives each input to a reader that may wait.</summary>
    public async Task FeedAsync(Func<Random, byte[]> make, Func<byte[], ValueTask<bool>> read)
    {
        int refused = 0;
        Task feeding = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
            {
                refused += await OneAsync(i, make, read) ? 0 : 1;
            }
        });
        await WatchAsync(feeding);
        Assert.InRange(refused, (int)(Count * LeastPart), Count - (int)(Count * LeastPart));
    }

    private async ValueTask<bool> OneAsync(int number, Func<Random, byte[]> make, Func<byte[], ValueTask<bool>> read)
    {
        byte[] input = make(new Random(number));
        Volatile.Write(ref _input, input);
        Volatile.Write(ref _at, number);
        try
        {
            return await read(input);
        }
        catch (Exception e)
        {
            throw new XunitException($"{Describe()}\n{e}", e);
        }
    }

    /// <summary>A reader in an endless loop can't be stopped; it can be told on.</summary>
    private async Task WatchAsync(Task feeding)
    {
        int before = -1;
        while (await Task.WhenAny(feeding, Task.Delay(Patience, TimeProvider.System, CancellationToken.None)) != feeding)
        {
            int now = Volatile.Read(ref _at);
            Assert.True(now != before, $"{Describe()}\nis not at its end after {Patience}");
            before = now;
        }

        await feeding;
    }

    private string Describe()
    {
        byte[] input = Volatile.Read(ref _input);
        byte[] shown = input[..Math.Min(input.Length, LongestShown)];
        return $"{Reader}: input of seed {Volatile.Read(ref _at)}, {input.Length} bytes, "
            + $"in base64 {Convert.ToBase64String(shown)}, as text "
            + string.Concat(Encoding.Latin1.GetString(shown).Select(letter => char.IsControl(letter) ? '·' : letter));
    }
}

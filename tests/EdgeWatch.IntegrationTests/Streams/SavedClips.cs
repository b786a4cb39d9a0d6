using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Streams;

/// <summary>Clips of parts of a camera's stream, as events get them.</summary>
internal sealed class SavedClips(TemporaryFolder folder)
{
    /// <summary>Id of their event.</summary>
    public const string EventId = "01J00000000000000000000000";

    /// <summary>A second on the clock of frames and packets.</summary>
    public static readonly long Second = TimeProvider.System.TimestampFrequency;

    /// <summary>What was said meanwhile.</summary>
    public FakeLogger<EventClips> Log { get; } = new();

    /// <summary>Where a minute of a stream is kept.</summary>
    public static StreamRing Ring(bool wantsSound = false) =>
        new(new StreamWish(32 * 1024 * 1024, TimeSpan.FromMinutes(1)) { Sound = wantsSound }, TimeProvider.System);

    /// <summary>Saves a part of what is kept.</summary>
    /// <returns>The clip, and how many pictures it should have.</returns>
    public async Task<(string File, int Pictures)> SaveAsync(StreamRing ring, long from, long to, string writer = "ffmpeg")
    {
        string events = folder.File($"events-{Guid.NewGuid():N}");
        using EventClips clips = new(TestRetention.Of(events), writer, TimeProvider.System, Log);
        using StreamCut cut = ring.Cut(from, to)!;
        await clips.SaveAsync(EventId, cut, CancellationToken.None);
        string clip = Path.Combine(events, EventId, EventClips.ClipName);
        Assert.True(File.Exists(clip), string.Join('\n', Log.Collector.GetSnapshot().Select(line => line.Message)));
        return (clip, cut.Count);
    }
}

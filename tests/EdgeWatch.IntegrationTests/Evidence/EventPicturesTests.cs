using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evidence;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Evidence;

public sealed class EventPicturesTests : IDisposable
{
    private const string EventOne = "01J00000000000000000000001";
    private const string Reason = "moves 3.3× as fast as what is usual here";
    private const int DrawingFails = 600;
    private const int DrawingWorks = 601;
    private const int WritingFails = 602;
    private const int WritingWorks = 603;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogger<EventPictures> _logger = new();
    private readonly Frame _frame = new FramePool(new FrameSize(320, 240)).Rent();
    private readonly float[] _scores = new float[15 * 20];

    public EventPicturesTests()
    {
        _frame.Pixels.Span.Fill(128);
        _scores[(7 * 20) + 10] = 0.95f;
    }

    private string Events => _folder.File("events");

    private IEnumerable<int> EventIds => _logger.Collector.GetSnapshot().Select(record => record.Id.Id);

    [Fact]
    public void Messages_about_past_events_are_found_by_time_newest_first()
    {
        EventPictures pictures = new(TestRetention.Of(Events), _logger);
        DateTimeOffset start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        string[] ids = [.. Enumerable.Range(0, 5).Select(hour => Core.Events.EventId.Create(start.AddHours(hour)))];
        foreach (string id in ids)
        {
            pictures.SaveMessage(id, System.Text.Encoding.ASCII.GetBytes($"{id} first"), isLast: false);
            pictures.SaveMessage(id, System.Text.Encoding.ASCII.GetBytes(id), isLast: true);
        }

        Directory.CreateDirectory(Path.Combine(Events, "something else"));
        File.Delete(Path.Combine(Events, ids[3], EventPictures.MessageName));
        string[] found = [.. pictures.FindMessages(start.AddHours(1), start.AddHours(4), 2).Select(System.Text.Encoding.ASCII.GetString)];

        Assert.Equal([ids[4], ids[2]], found);
        Assert.Empty(pictures.FindMessages(start.AddHours(5), start.AddHours(6), 2));
    }

    [Fact]
    public void Its_pictures_are_returned_and_kept()
    {
        EventPictureSet pictures = Save(TestRetention.Of(Events));

        Assert.Equal(pictures.Snapshot, File.ReadAllBytes(PathOf(EventPictures.SnapshotName)));
        Assert.Equal(pictures.HeatMap, File.ReadAllBytes(PathOf(EventPictures.HeatMapName)));
        Assert.True(File.Exists(PathOf(EventPictures.PlainName)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(Events, EventOne)).Length);
        Assert.Empty(EventIds);
    }

    [ToolFact("ffmpeg")]
    public void What_is_unusual_is_drawn_beside_what_is_normal()
    {
        _frame.Luma.Fill(60);
        for (int y = 112; y < 128; y++)
        {
            _frame.Luma.Slice((y * 320) + 160, 16).Fill(250);
        }

        // The gallery's picture is half as large, and light but in the place that is meant.
        using Frame small = new FramePool(new FrameSize(160, 120)).Rent();
        small.Pixels.Span.Fill(128);
        small.Luma.Fill(200);
        for (int y = 0; y < 8; y++)
        {
            small.Luma.Slice((y * 160) + 8, 8).Fill(10);
        }

        using RgbPicture normal = RgbPicture.Of(small);
        PatchGrid places = new(15, 20, 1);
        using NearestNormal nearest = new(
            _frame.Share(),
            places.IndexOf(new PatchPosition(7, 10)),
            places,
            new NormalExample(new GalleryPicture(normal.ToJpeg(), DateTimeOffset.UnixEpoch), places.IndexOf(new PatchPosition(0, 1)), 1));
        EventPictures pictures = new(TestRetention.Of(Events), _logger);
        Assert.Null(pictures.PathOf(EventOne, EventPictures.NearestName));

        pictures.SaveNearest(EventOne, nearest);

        Assert.Equal($"events/{EventOne}/nearest.jpg", pictures.PathOf(EventOne, EventPictures.NearestName));
        byte[] grey = Ffmpeg.Decode(PathOf(EventPictures.NearestName), "gray");
        Assert.Equal(488 * 240, grey.Length);
        Assert.InRange(At(120, 120), 235, 255);
        Assert.InRange(At(20, 120), 50, 70);
        Assert.InRange(At(244, 120), 250, 255);
        Assert.InRange(At(248 + 72, 24), 0, 30);
        Assert.InRange(At(248 + 200, 200), 190, 210);
        Assert.Empty(EventIds);

        int At(int x, int y) => grey[(y * 488) + x];
    }

    [Fact]
    public void A_picture_of_the_gallery_that_is_none_is_said_and_harms_nothing()
    {
        using NearestNormal nearest = new(
            _frame.Share(), 0, new PatchGrid(15, 20, 1), new NormalExample(new GalleryPicture([1, 2], DateTimeOffset.UnixEpoch), 0, 1));
        EventPictures pictures = new(TestRetention.Of(Events), _logger);

        pictures.SaveNearest(EventOne, nearest);

        Assert.Null(pictures.PathOf(EventOne, EventPictures.NearestName));
        Assert.Equal([DrawingFails], EventIds);
    }

    [ToolFact("ffmpeg")]
    public void Heat_map_is_red_where_it_is_hot_and_the_frame_stays_as_it_was()
    {
        Save(TestRetention.Of(Events));

        byte[] heat = Ffmpeg.Decode(PathOf(EventPictures.HeatMapName), "rgb24");
        int hot = ((120 * 320) + 168) * 3;
        Assert.True(heat[hot] > heat[hot + 2] + 60, $"{heat[hot]} {heat[hot + 1]} {heat[hot + 2]}");
        byte[] plain = Ffmpeg.Decode(PathOf(EventPictures.PlainName), "rgb24");
        Assert.All(plain, value => Assert.InRange(value, 124, 132));
        Assert.All(_frame.Pixels.ToArray(), value => Assert.Equal(128, value));
    }

    [ToolFact("ffmpeg")]
    public void The_snapshot_has_a_box_around_what_is_unusual_and_the_reason_where_it_hides_nothing_of_it()
    {
        EventPictures pictures = new(TestRetention.Of(Events), _logger);

        pictures.Save(EventOne, _frame, HeatMap() with { Regions = [new Region(0.5, 0.25, 0.25, 0.25, 0.95)] }, Reason);
        Assert.InRange(RowsWithInk(PathOf(EventPictures.SnapshotName), from: 225, to: 240), 10, 15);
        byte[] grey = Ffmpeg.Decode(PathOf(EventPictures.SnapshotName), "gray");
        Assert.InRange(grey[(60 * 320) + 200], 200, 255);
        Assert.InRange(grey[(90 * 320) + 200], 124, 132);

        // At the lower edge it would hide the thing.
        pictures.Save(EventOne, _frame, HeatMap() with { Regions = [new Region(0.5, 0.75, 0.25, 0.25, 0.95)] }, Reason);
        Assert.InRange(RowsWithInk(PathOf(EventPictures.SnapshotName), from: 0, to: 15), 10, 15);
        Assert.Equal(0, RowsWithInk(PathOf(EventPictures.SnapshotName), from: 225, to: 240));
    }

    /// <summary>Rows whose left sixth is not what the frame has there.</summary>
    private static int RowsWithInk(string picture, int from, int to)
    {
        byte[] grey = Ffmpeg.Decode(picture, "gray");
        return Enumerable.Range(from, to - from)
            .Count(row => grey.AsSpan(row * 320, 50).IndexOfAnyExceptInRange((byte)120, (byte)136) >= 0);
    }

    [Fact]
    public void Later_pictures_of_an_event_replace_the_earlier_ones()
    {
        EventRetention retention = TestRetention.Of(Events);
        Save(retention);
        _frame.Luma.Fill(30);

        EventPictureSet later = Save(retention);

        Assert.Equal(later.Snapshot, File.ReadAllBytes(PathOf(EventPictures.SnapshotName)));
    }

    [Fact]
    public void Unwritable_folder_is_logged_once_and_the_pictures_are_still_returned()
    {
        File.WriteAllText(Events, "a file where the folder should be");
        var pictures = new EventPictures(TestRetention.Of(Events), _logger);

        Assert.NotNull(Save(pictures).Snapshot);
        Assert.NotNull(Save(pictures).HeatMap);
        Assert.Equal([WritingFails], EventIds);

        File.Delete(Events);
        Save(pictures);
        Save(pictures);
        Assert.Equal([WritingFails, WritingWorks], EventIds);
        Assert.True(File.Exists(PathOf(EventPictures.SnapshotName)));
    }

    [Fact]
    public void Picture_that_cannot_be_made_is_logged_once_and_does_not_reach_the_caller()
    {
        using Frame wide = new FramePool(new FrameSize(70_000, 16)).Rent();
        var pictures = new EventPictures(TestRetention.Of(Events), _logger);

        Assert.Equal(new EventPictureSet(null, null), Save(pictures, wide));
        Save(pictures, wide);
        Assert.Equal([DrawingFails], EventIds);

        Assert.NotNull(Save(pictures).Snapshot);
        Assert.Equal([DrawingFails, DrawingWorks], EventIds);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("")]
    public void Event_id_that_is_no_ulid_is_refused(string eventId)
    {
        var pictures = new EventPictures(TestRetention.Of(Events), _logger);

        Assert.Throws<ArgumentException>(() => pictures.Save(eventId, _frame, HeatMap(), Reason));
    }

    public void Dispose()
    {
        _frame.Dispose();
        _folder.Dispose();
    }

    private EventPictureSet Save(EventRetention retention) => Save(new EventPictures(retention, _logger));

    private EventPictureSet Save(EventPictures pictures) => Save(pictures, _frame);

    private EventPictureSet Save(EventPictures pictures, Frame frame) => pictures.Save(EventOne, frame, HeatMap(), Reason);

    private HeatMap HeatMap() => new(15, 20, 16, _scores, 0.6, []);

    private string PathOf(string name) => Path.Combine(Events, EventOne, name);
}

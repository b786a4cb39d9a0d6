using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Normality;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Gallery;

public sealed class SceneGalleryTests
{
    private const string Owner = "network 12x9-10";
    private static readonly PatchGrid Grid = new(9, 12, 1);
    private static readonly PatchPosition Bench = new(4, 5);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly WatchedRoom _room = new(Grid);
    private readonly SceneGallery _gallery;

    public SceneGalleryTests() => _gallery = GalleryOf(_room);

    [Fact]
    public void A_glance_that_shows_nothing_new_is_worth_no_picture()
    {
        Assert.Equal(0, _gallery.Choose());
        _room.Learn(1);
        Assert.Equal(1, Keep());

        Assert.Equal(0, _gallery.Choose());
        _room.Learn(1);
        Assert.Equal(0, _gallery.Choose());
        _room.Put(Bench, MadeUpLooks.Axis(1));
        _room.Learn(1);
        Assert.Equal(2, Keep());
    }

    [Fact]
    public void What_is_not_learned_from_is_worth_none()
    {
        _room.Watch(1);
        _room.Hold(1);

        Assert.Equal(0, _gallery.Choose());
    }

    [Fact]
    public void The_nearest_is_the_picture_of_what_looks_most_like_it_wherever_it_was_around()
    {
        _room.Learn(1);
        Keep();
        PatchPosition beside = new(Bench.Row + 2, Bench.Column + 1);
        _room.Put(beside, MadeUpLooks.Axis(1));
        _room.Learn(WatchedRoom.ApartGlances + 1);
        Keep();

        NormalExample nearest = Nearest(MadeUpLooks.At(30, 1, 2))!;

        Assert.Equal([2], nearest.Picture.Jpeg);
        Assert.Equal(Grid.IndexOf(beside), nearest.Place);
        Assert.Equal(1 - Math.Cos(30 * Math.PI / 180), nearest.Distance, 2);
        Assert.Equal([1], Nearest(MadeUpLooks.At(30, 0, 2))!.Picture.Jpeg);
        Assert.Equal([1], _gallery.FindUsual(Grid.IndexOf(beside), Units(MadeUpLooks.Axis(3)))!.Picture.Jpeg);
    }

    /// <summary>A floor that looks the same everywhere has few exemplars, and each place is shown one of them.</summary>
    [Fact]
    public void A_place_that_looks_as_the_one_beside_it_shows_that_ones_picture()
    {
        _room.Learn(WatchedRoom.ApartGlances + 2);
        Keep();

        PlaceExample[][] all = [.. Enumerable.Range(0, Grid.Count).Select(place => _gallery.ExamplesAt(place).ToArray())];

        Assert.All(all, examples => Assert.False(Assert.Single(examples).Moves));

        _room.Presence.ForgetPatch(Grid.IndexOf(Bench));

        Assert.Empty(_gallery.ExamplesAt(Grid.IndexOf(Bench)));
    }

    [Fact]
    public void What_is_in_quarantine_is_no_example_of_what_is_normal()
    {
        _room.Learn(WatchedRoom.ApartGlances + 1);
        Keep();
        _room.Quarantine = TimeSpan.FromMinutes(1);
        _room.Put(Bench, MadeUpLooks.Axis(1));
        _room.Learn(WatchedRoom.StayGlances);
        Assert.Equal(2, Keep());
        Assert.Equal([1], Nearest(MadeUpLooks.Axis(1))!.Picture.Jpeg);

        _room.Learn(TimeSpan.FromMinutes(1));

        Assert.Equal([2], Nearest(MadeUpLooks.Axis(1))!.Picture.Jpeg);
    }

    [Fact]
    public void Where_there_is_no_picture_there_is_no_nearest()
    {
        _room.Learn(WatchedRoom.ApartGlances + 1);

        Assert.Null(Nearest(MadeUpLooks.Axis(1)));
        Assert.Equal(1, _gallery.Choose());
        Assert.Null(Nearest(MadeUpLooks.Axis(1)));
        _gallery.Drop(1);
        Assert.Null(Nearest(MadeUpLooks.Axis(1)));

        // What could not be kept is worth a picture again.
        _room.Learn(1);
        Assert.Equal(1, _gallery.Choose());
    }

    [Fact]
    public void The_picture_that_shows_least_makes_room_for_one_that_shows_more()
    {
        FillUp();
        _room.Put(new PatchPosition(1, 1), MadeUpLooks.Axis(100));
        _room.Learn(WatchedRoom.StayGlances);
        Assert.Equal(0, _gallery.Choose());

        _room.Put(new PatchPosition(1, 3), MadeUpLooks.Axis(101));
        _room.Learn(WatchedRoom.StayGlances);

        Assert.True(Keep() > 1);
        Assert.Equal(SceneGallery.MostPictures, _gallery.Pictures.Count());
    }

    [Fact]
    public void Its_bytes_are_bounded()
    {
        for (int i = 1; i <= 5; i++)
        {
            _room.Put(Bench, MadeUpLooks.Axis(i));
            _room.Learn(1);
            KeepIfWorth(SceneGallery.MostBytes / 3);
        }

        Assert.Equal(3, _gallery.Pictures.Count());
        Assert.NotNull(_gallery.Find(1));
        Assert.Equal(3 * (SceneGallery.MostBytes / 3), _gallery.Pictures.Sum(entry => entry.Picture.Jpeg.Length));
    }

    [Fact]
    public void Read_back_it_shows_the_same_and_of_what_was_learned_since_nothing()
    {
        _room.Learn(WatchedRoom.ApartGlances + 1);
        Keep();
        byte[] saved = GalleryState.Write(_gallery, Owner);
        _room.Put(Bench, MadeUpLooks.Axis(1));
        _room.Learn(WatchedRoom.ApartGlances + 1);
        Keep();
        _room.Restart();
        SceneGallery restored = GalleryOf(_room);

        Assert.True(GalleryState.TryRead(saved, restored, Owner));

        NormalExample nearest = restored.FindNearest(Grid.IndexOf(Bench), Units(MadeUpLooks.Axis(1)))!;
        Assert.Equal([1], nearest.Picture.Jpeg);
        Assert.Equal(Noon, nearest.Picture.TakenAt);
        Assert.Equal(1, nearest.Distance, 2);
        Assert.Equal(saved, GalleryState.Write(restored, Owner));
    }

    [Fact]
    public void That_of_another_owner_or_a_spoilt_one_changes_nothing()
    {
        _room.Learn(1);
        Keep();
        byte[] saved = GalleryState.Write(_gallery, Owner);
        SceneGallery other = GalleryOf(_room);

        Assert.False(GalleryState.TryRead(saved, other, Owner + " [0, 0][1, 0][1, 1]"));
        for (int length = 0; length < saved.Length; length += 7)
        {
            byte[] cut = saved[..length];
            Assert.Throws<InvalidDataException>(() => GalleryState.TryRead(cut, other, Owner));
        }

        Assert.Empty(other.Pictures);
    }

    [Fact]
    public void Where_its_bytes_are_the_limit_too_nothing_new_is_worth_no_picture()
    {
        const int Bytes = SceneGallery.MostBytes / 20;
        _room.Learn(1);
        for (int i = 1; i <= 25; i++)
        {
            KeepIfWorth(Bytes);
            _room.Put(Grid.PositionOf(2 * i), MadeUpLooks.Axis(i));
            _room.Put(Grid.PositionOf((2 * i) + 1), MadeUpLooks.Axis(100 - i));
            _room.Learn(WatchedRoom.StayGlances);
        }

        KeepIfWorth(Bytes);
        long revision = _gallery.Revision;
        for (int glance = 0; glance < 100; glance++)
        {
            _room.Learn(1);
            KeepIfWorth(Bytes);
        }

        Assert.Equal(20, _gallery.Pictures.Count());
        Assert.Equal(revision, _gallery.Revision);
    }

    private static SceneGallery GalleryOf(WatchedRoom room) => new(room.Presence, new AppearanceNormality(Grid), Grid);

    private void KeepIfWorth(int bytes)
    {
        if (_gallery.Choose() is > 0 and int number)
        {
            _gallery.Put(number, new GalleryPicture(new byte[bytes], Noon));
        }
    }

    /// <summary>Keeps the picture of the newest glance, which consists of its number.</summary>
    private int Keep()
    {
        int number = _gallery.Choose();
        Assert.NotEqual(0, number);
        _gallery.Put(number, new GalleryPicture([(byte)number], Noon));
        return number;
    }

    /// <summary>The first picture shows the floor everywhere, each other one a single thing.</summary>
    private void FillUp()
    {
        _room.Learn(1);
        Keep();
        for (int i = 1; i < SceneGallery.MostPictures; i++)
        {
            _room.Put(Grid.PositionOf(2 * i), MadeUpLooks.Axis(i));
            _room.Learn(WatchedRoom.StayGlances);
            Keep();
        }
    }

    private NormalExample? Nearest(float[] look) => _gallery.FindNearest(Grid.IndexOf(Bench), Units(look));

    private static sbyte[] Units(float[] look)
    {
        sbyte[] units = new sbyte[look.Length];
        UnitVectors.Write(look, units);
        return units;
    }
}

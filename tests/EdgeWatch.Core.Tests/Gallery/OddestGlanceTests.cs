using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Tests.Watching;

namespace EdgeWatch.Core.Tests.Gallery;

public sealed class OddestGlanceTests
{
    private const string Event = "01J00000000000000000000001";

    /// <summary>Somebody walks along a wall, runs, and is compared with those who walked.</summary>
    [Fact]
    public void What_an_event_shows_is_told_once_with_the_place_where_it_was()
    {
        using Street street = new(TimeSpan.FromSeconds(30), looks: new PixelLookModel());
        SceneGallery gallery = new(
            (PresenceNormality)street.Watch.Normality.ByKind[PresenceNormality.Kind.Index],
            (AppearanceNormality)street.Watch.Normality.ByKind[AppearanceNormality.Kind.Index],
            street.Watch.Grid);
        Learn(street, gallery);
        using OddestGlance glance = new(street.Watch.Grid, TimeProvider.System);
        Assert.Null(glance.Tell(Event, gallery));

        for (int i = 0; i < 20; i++)
        {
            if (street.Show(8) is { } scored)
            {
                glance.Follow(scored, Event);
            }
        }

        Assert.Null(glance.Tell("01J00000000000000000000002", gallery));
        using NearestNormal nearest = glance.Tell(Event, gallery)!;
        Assert.InRange(nearest.Places.PositionOf(nearest.Place).Row, 5, 11);
        Assert.InRange(nearest.Normal.Distance, 0.01, 2);
        Assert.Null(glance.Tell(Event, gallery));
    }

    private static void Learn(Street street, SceneGallery gallery)
    {
        for (int i = 0; i < 320; i++)
        {
            street.Show(i < 200 ? null : 1.0);
            if (gallery.Choose() is > 0 and int number)
            {
                gallery.Put(number, new GalleryPicture([(byte)number], DateTimeOffset.UnixEpoch));
            }
        }

        street.Watch.KeepsLearning = false;
    }
}

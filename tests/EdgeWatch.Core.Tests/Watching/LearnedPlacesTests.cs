using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class LearnedPlacesTests : IDisposable
{
    /// <summary>On the way of those who walk, and far above it.</summary>
    private static readonly PatchPosition Path = new(8, 8);
    private static readonly PatchPosition Wall = new(1, 8);

    private readonly Street _street = new(TimeSpan.FromSeconds(60), looks: new PixelLookModel());
    private readonly SceneGallery _gallery;

    public LearnedPlacesTests()
    {
        SceneNormality normality = _street.Watch.Normality;
        _gallery = new(
            (PresenceNormality)normality.ByKind[PresenceNormality.Kind.Index],
            (AppearanceNormality)normality.ByKind[AppearanceNormality.Kind.Index],
            normality.Grid);
        _street.Show(speed: null, 20);
        for (int i = 0; i < 580; i++)
        {
            _street.Show(1);
            if (_gallery.Choose() is > 0 and int number)
            {
                _gallery.Put(number, new GalleryPicture([(byte)number], DateTimeOffset.UnixEpoch));
            }
        }
    }

    private LearnedPlaces Learned => LearnedPlaces.Of(_street.Watch.Normality);

    public void Dispose() => _street.Dispose();

    [Fact]
    public void What_was_learned_is_told_place_by_place_until_it_is_forgotten()
    {
        TellsNumbers();
        TellsExamples();
        ForgetsOnePlaceAlone();
    }

    private void TellsNumbers()
    {
        LearnedPlaces learned = Learned;
        int path = learned.Places.IndexOf(Path);
        int wall = learned.Places.IndexOf(Wall);

        // He comes round every 21 seconds, a visit of ten seconds or two.
        Assert.InRange(learned.VisitsPerHour[path], 100, 360);
        Assert.Equal(0, learned.VisitsPerHour[wall]);
        Assert.InRange(learned.WidthsPerFrame[path] * learned.Places.Width, 0.5, 1.5);
        ReadOnlySpan<double> directions = learned.DirectionSeconds.AsSpan(path * DirectionNormality.Sectors, DirectionNormality.Sectors);
        Assert.Equal(0, directions.IndexOf(directions.ToArray().Max()));
        Assert.True(directions[0] > 1, $"{directions[0]} s to the right");
        Assert.InRange(learned.StaySeconds[path], 1, 20);
    }

    private void TellsExamples()
    {
        IReadOnlyList<PlaceExample> path = _gallery.ExamplesAt(Learned.Places.IndexOf(Path));
        IReadOnlyList<PlaceExample> wall = _gallery.ExamplesAt(Learned.Places.IndexOf(Wall));

        Assert.Contains(path, example => example.Moves);
        Assert.Contains(path, example => !example.Moves);
        Assert.False(Assert.Single(wall).Moves);
        Assert.True(wall[0].Times > 50, $"seen {wall[0].Times} times");
        Assert.Equal(1, _gallery.Richest());
    }

    private void ForgetsOnePlaceAlone()
    {
        LearnedPlaces before = Learned;
        PatchGrid places = before.Places;

        _street.Watch.ForgetPlace(Path);

        LearnedPlaces after = Learned;
        int[] forgotten = [.. places.Around(Path, reach: 2)];
        Assert.Equal(25, forgotten.Length);
        for (int place = 0; place < places.Count; place++)
        {
            bool isForgotten = forgotten.Contains(place);
            Assert.Equal(isForgotten ? 0 : before.VisitsPerHour[place], after.VisitsPerHour[place]);
            Assert.Equal(isForgotten ? 0 : Sum(before, place), Sum(after, place));
            if (isForgotten)
            {
                Assert.DoesNotContain(_gallery.ExamplesAt(place), example => !example.Moves);
            }
        }

        Assert.NotEmpty(_gallery.ExamplesAt(places.IndexOf(Wall)));
        Assert.Equal(before.Learned, after.Learned);

        // It goes on, and learns anew what is there.
        _street.Show(1, 20);
        Assert.DoesNotContain(_gallery.ExamplesAt(places.IndexOf(Path)), example => !example.Moves && example.Times > 20);
    }

    private static double Sum(LearnedPlaces learned, int place) =>
        learned.DirectionSeconds.AsSpan(place * DirectionNormality.Sectors, DirectionNormality.Sectors).ToArray().Sum();
}

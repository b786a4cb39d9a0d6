using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class AbsenceNormalityTests
{
    private static readonly PatchGrid Grid = new(9, 12, 1);
    private static readonly float[] Car = MadeUpLooks.Axis(7);

    private readonly WatchedRoom _room = new(Grid);

    /// <summary>Of a car of five by five places the middle is told; at its edge the floor beside it may be known.</summary>
    [Fact]
    public void What_was_always_there_and_is_gone_is_told_as_absence_and_not_as_presence()
    {
        ParkCar();
        _room.Learn(120);

        DriveAway();
        _room.Watch(8);

        PatchPosition[] told = _room.Told();
        Assert.Superset(Square(row: 3, column: 4, side: 3).ToHashSet(), told.ToHashSet());
        Assert.Subset(Square(row: 2, column: 3, side: 5).ToHashSet(), told.ToHashSet());
        Assert.All(told, place => Assert.True(_room.Gone(place) > 10, $"{_room.Gone(place)}"));
        Assert.All(told, place => Assert.Equal(0, _room.Here(place)));
    }

    [Fact]
    public void What_is_there_instead_of_it_is_told_as_presence()
    {
        ParkCar();
        _room.Learn(120);

        foreach (PatchPosition place in Square(row: 2, column: 3, side: 5))
        {
            _room.Put(place, MadeUpLooks.Axis(20));
        }

        _room.Watch(8);

        Assert.Equal(25, _room.Told().Length);
        Assert.All(_room.Told(), place => Assert.True(_room.Here(place) > 0 && _room.Gone(place) == 0));
    }

    [Fact]
    public void Surroundings_that_are_seen_less_than_half_of_the_time_do_not_count()
    {
        ParkCar();
        _room.Learn(120);
        float[] pavement = _room.Floor;
        float[] snow = MadeUpLooks.Axis(30);
        _room.Floor = snow;
        _room.Learn(60);
        _room.Floor = pavement;
        _room.Learn(60);

        foreach (PatchPosition place in Square(row: 2, column: 3, side: 5))
        {
            _room.Put(place, snow);
        }

        _room.Watch(10);

        PatchPosition middle = new(4, 5);
        Assert.True(_room.Here(middle) > 0);
        Assert.Equal(0, _room.Gone(middle));
    }

    [Fact]
    public void That_it_is_gone_can_be_called_normal()
    {
        ParkCar();
        _room.Learn(120);
        _room.Quarantine = TimeSpan.FromMinutes(20);
        DriveAway();
        _room.Learn(10);
        Assert.NotEmpty(_room.Told());

        _room.Presence.Judge(_room.Shown, isNormal: true);
        _room.Watch(10);

        Assert.Empty(_room.Told());
    }

    private void ParkCar()
    {
        foreach (PatchPosition place in Square(row: 2, column: 3, side: 5))
        {
            _room.Put(place, Car);
        }
    }

    private void DriveAway()
    {
        foreach (PatchPosition place in Square(row: 2, column: 3, side: 5))
        {
            _room.Take(place);
        }
    }

    private static IEnumerable<PatchPosition> Square(int row, int column, int side) =>
        from i in Enumerable.Range(0, side * side)
        select new PatchPosition(row + (i / side), column + (i % side));
}

using EdgeWatch.Core.Evidence;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class ColumnEnvelopeTests
{
    [Fact]
    public void Add_ManySamplesInOneColumn_KeepsTheSpike()
    {
        var envelope = new ColumnEnvelope(10);
        envelope.Clear();
        for (int sample = 1; sample < 1000; sample++)
        {
            envelope.Add((sample - 1) / 100.0, sample == 501 ? 9 : 1, sample / 100.0, sample == 500 ? 9 : 1);
        }

        Assert.True(envelope.TryGet(5, out double lowest, out double highest));
        Assert.Equal(1, lowest);
        Assert.Equal(9, highest);
        Assert.True(envelope.TryGet(3, out _, out highest));
        Assert.Equal(1, highest);
    }

    [Fact]
    public void Add_OnePieceOverManyColumns_IsInterpolated()
    {
        var envelope = new ColumnEnvelope(10);
        envelope.Clear();
        envelope.Add(2, 0, 6, 4);

        Assert.False(envelope.TryGet(1, out _, out _));
        Assert.True(envelope.TryGet(3, out double lowest, out double highest));
        Assert.Equal(1, lowest, 9);
        Assert.Equal(2, highest, 9);
        Assert.False(envelope.TryGet(7, out _, out _));
    }

    [Theory]
    [InlineData(3, 3, 4, 1)]
    [InlineData(3, 3.5, 9, 0.5)]
    [InlineData(3, 3.25, 3.5, 0.25)]
    [InlineData(3, 4, 5, 0)]
    public void Coverage_OfARow_IsItsCommonPart(int row, double top, double bottom, double expected) =>
        Assert.Equal(expected, ColumnEnvelope.Coverage(row, top, bottom), 9);
}

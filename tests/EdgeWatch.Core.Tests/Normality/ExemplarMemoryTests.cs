using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

[Trait(KernelTraits.Category, KernelTraits.Kernel)]
public sealed class ExemplarMemoryTests
{
    private const int Length = 128;
    private const int Capacity = 64;

    private readonly ExemplarMemory _memory = new(Length, Capacity);

    [Fact]
    public void Nothing_is_near_in_an_empty_memory()
    {
        Assert.Equal(-1, _memory.FindNearest(new sbyte[Length], 0, out int index));
        Assert.Equal(-1, index);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(128)]
    [InlineData(256)]
    public void The_nearest_is_that_of_plain_loops(int length)
    {
        Random random = new(length);
        ExemplarMemory memory = new(length, Capacity);
        sbyte[][] exemplars = [.. Enumerable.Range(0, 50).Select(_ => Anything(length, random))];
        foreach (sbyte[] exemplar in exemplars)
        {
            memory.Add(exemplar, 0, 0);
        }

        for (int round = 0; round < 100; round++)
        {
            sbyte[] vector = Anything(length, random);
            int[] products = [.. exemplars.Select(exemplar => PlainProduct(vector, exemplar))];

            double cosine = memory.FindNearest(vector, 0, out int index);

            Assert.Equal(Array.IndexOf(products, products.Max()), index);
            Assert.Equal(Math.Min(1, products.Max() / (127.0 * 127)), cosine, 1e-12);
        }
    }

    /// <summary>−127 · 127 and 127 · 127 in every place: the largest sums that bytes within ±127 make.</summary>
    [Theory]
    [InlineData(127, -127, -128)]
    [InlineData(-127, 127, -128)]
    [InlineData(127, 127, 1)]
    [InlineData(-127, -127, 1)]
    [InlineData(-127, 126, -128 * 126 / 127.0)]
    public void Extremes_do_not_overflow(sbyte exemplar, sbyte vector, double expected)
    {
        _memory.Add(Filled(exemplar), 0, 0);

        Assert.Equal(expected, _memory.FindNearest(Filled(vector), 0, out int index), 1e-12);
        Assert.Equal(0, index);
    }

    [Fact]
    public void Extremes_by_chance_are_those_of_plain_loops()
    {
        Random random = new(4);
        for (int round = 0; round < 200; round++)
        {
            ExemplarMemory memory = new(Length, Capacity);
            sbyte[] exemplar = [.. Enumerable.Range(0, Length).Select(_ => random.Next(2) == 0 ? (sbyte)-127 : (sbyte)127)];
            sbyte[] vector = [.. Enumerable.Range(0, Length).Select(_ => random.Next(4) == 0 ? (sbyte)127 : (sbyte)-127)];
            memory.Add(exemplar, 0, 0);

            Assert.Equal(Math.Min(1, PlainProduct(vector, exemplar) / (127.0 * 127)), memory.FindNearest(vector, 0, out _), 1e-12);
        }
    }

    [Fact]
    public void The_same_vector_is_at_a_cosine_of_about_1_and_never_above()
    {
        Random random = new(6);
        for (int round = 0; round < 100; round++)
        {
            ExemplarMemory memory = new(Length, Capacity);
            sbyte[] unit = Unit(random);
            memory.Add(unit, 0, 0);

            Assert.InRange(memory.FindNearest(unit, 0, out _), 0.98, 1);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(128)]
    public void There_is_room_for_as_many_as_it_was_made_for(int capacity)
    {
        Random random = new(2);
        ExemplarMemory memory = new(Length, capacity);
        for (int i = 0; i < 500; i++)
        {
            memory.Add(Unit(random), i, 0);
            Assert.Equal(Math.Min(i + 1, capacity), memory.Count);
        }

        Assert.Equal(Math.Max(2, capacity / 4), memory.QuarantineCapacity);
    }

    /// <summary>Two new looks of a place, ten minutes each, with a quarantine of twenty.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Two_new_looks_that_take_turns_become_normal(int capacity)
    {
        ExemplarMemory memory = new(Length, capacity);
        for (int i = 0; i < capacity; i++)
        {
            memory.Add(Axis(i), 0, 0);
        }

        for (int minute = 1; minute <= 24 * 60; minute++)
        {
            sbyte[] look = Axis(capacity + (minute / 10 % 2));
            if (memory.FindNearest(look, ExemplarMemory.AnyTime, out int index) > 0.9)
            {
                memory.Resembles(index, minute, minute + 20);
            }
            else
            {
                memory.Add(look, minute, minute + 20);
            }
        }

        Assert.Equal(1, memory.FindNearest(Axis(capacity), 24 * 60, out _), 0.01);
        Assert.Equal(1, memory.FindNearest(Axis(capacity + 1), 24 * 60, out _), 0.01);
    }

    [Fact]
    public void What_was_seen_less_often_than_asked_for_is_passed_over()
    {
        _memory.Add(Axis(1), 0, 0);
        _memory.Add(Axis(2), 0, 0);
        _memory.Resembles(1, 10);

        // Two things that look so at the same time.
        _memory.Resembles(1, 20);
        _memory.Resembles(1, 20);

        Assert.Equal(1, _memory.FindNearest(Axis(1), 0, out _, leastTimes: 1));
        Assert.Equal(0, _memory.FindNearest(Axis(1), 0, out int index, leastTimes: 2));
        Assert.Equal(1, index);
        Assert.Equal(1, _memory.FindNearest(Axis(2), 0, out _, leastTimes: 3));
        Assert.Equal(-1, _memory.FindNearest(Axis(2), 0, out index, leastTimes: 4));
        Assert.Equal(-1, index);
    }

    [Fact]
    public void What_takes_the_place_of_another_has_been_seen_once()
    {
        ExemplarMemory memory = new(Length, 4);
        for (int i = 0; i < 4; i++)
        {
            memory.Add(Axis(i), i, 0);
            memory.Resembles(i, i + 1);
        }

        memory.Add(Axis(9), 10, 0);

        Assert.Equal(1, memory.FindNearest(Axis(9), 10, out _, leastTimes: 1));
        Assert.Equal(0, memory.FindNearest(Axis(9), 10, out _, leastTimes: 2));
    }

    [Fact]
    public void What_nothing_has_resembled_for_longest_makes_room()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _memory.Add(Axis(i), i, 0);
        }

        // All are seen again but the eleventh and the fourth; the fourth is seen last but once.
        for (int i = 0; i < Capacity; i++)
        {
            if (i is not (10 or 3))
            {
                _memory.Resembles(i, 1000 + i);
            }
        }

        _memory.Resembles(3, 500);
        _memory.Add(Axis(100), 2000, 0);

        Assert.False(Knows(Axis(10)));
        Assert.True(Knows(Axis(3)));
        _memory.Add(Axis(101), 2001, 0);

        Assert.False(Knows(Axis(3)));
        Assert.All(Enumerable.Range(0, Capacity).Where(i => i is not (10 or 3)), i => Assert.True(Knows(Axis(i))));
        Assert.True(Knows(Axis(100)) && Knows(Axis(101)));
    }

    [Fact]
    public void In_quarantine_it_is_known_but_not_as_normal()
    {
        _memory.Add(Axis(1), now: 100, normalFrom: 200);

        Assert.True(_memory.IsQuarantined(0, 199));
        Assert.Equal(-1, _memory.FindNearest(Axis(1), 199, out int index));
        Assert.Equal(-1, index);
        Assert.Equal(1, _memory.FindNearest(Axis(1), ExemplarMemory.AnyTime, out _));
        Assert.Equal(1, _memory.FindNearest(Axis(1), 200, out _));
        Assert.False(_memory.IsQuarantined(0, 200));
    }

    [Fact]
    public void As_long_as_there_is_room_all_of_it_may_be_in_quarantine()
    {
        Assert.All(Enumerable.Range(0, Capacity), i => Assert.True(_memory.Add(Axis(i), i, 1000)));
        Assert.False(_memory.Add(Axis(100), 100, 1000));
        Assert.Equal(Capacity, _memory.Count);
    }

    [Fact]
    public void Of_a_full_memory_a_quarter_may_be_in_quarantine_and_the_one_with_the_longest_to_go_makes_room()
    {
        for (int i = 0; i < Capacity - _memory.QuarantineCapacity; i++)
        {
            _memory.Add(Axis(i), 0, 0);
        }

        for (int i = 60; i < 120; i++)
        {
            Assert.Equal(i < 60 + _memory.QuarantineCapacity, _memory.Add(Axis(i), i, i + 900));
        }

        Assert.All(Enumerable.Range(0, 48), i => Assert.True(Knows(Axis(i))));
        Assert.Equal(
            [.. Enumerable.Range(60, 15), 119],
            Enumerable.Range(60, 60).Where(i => _memory.FindNearest(Axis(i), ExemplarMemory.AnyTime, out _) == 1));

        // Once it is over, they are as all others: there is room for more.
        _memory.Add(Axis(120), 1019, 2000);
        Assert.True(Knows(Axis(119), 1019));
        Assert.Equal(Capacity, _memory.Count);
    }

    [Fact]
    public void What_is_in_quarantine_can_be_forgotten_alone()
    {
        for (int i = 0; i < 20; i++)
        {
            _memory.Add(Axis(i), i, i % 2 == 0 ? 0 : 1000 + i);
        }

        _memory.DropQuarantined(1010);

        Assert.Equal(
            Enumerable.Range(0, 20).Where(i => i % 2 == 0 || i <= 10),
            Enumerable.Range(0, 20).Where(i => _memory.FindNearest(Axis(i), ExemplarMemory.AnyTime, out _) == 1));
        Assert.Equal(15, _memory.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(64)]
    public void Restored_memory_knows_the_same_and_forgets_alike(int count)
    {
        ExemplarMemory restored = new(Length, Capacity);
        for (int i = 0; i < 30; i++)
        {
            restored.Add(Axis(127 - i), 5000, 0);
        }

        for (int i = 0; i < count; i++)
        {
            _memory.Add(Axis(i), 100 - i, i % 8 == 0 ? 5000 : 0);
            _memory.Resembles(i / 2, 100 - i, i % 8 == 0 ? 5000 : 0);
        }

        SavedBytes.Copy(_memory.Save, restored.Restore);
        foreach (ExemplarMemory memory in new[] { _memory, restored })
        {
            memory.Add(Axis(70), 1000, 0);
            memory.Add(Axis(71), 1001, 0);
        }

        Assert.Equal(SavedBytes.Of(_memory.Save), SavedBytes.Of(restored.Save));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    public void Restore_MoreThanThereIsRoomFor_Throws(int count) =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Restore(BitConverter.GetBytes(count), _memory.Restore));

    [Fact]
    public void Restore_TooShort_Throws()
    {
        _memory.Add(Axis(1), 0, 0);
        byte[] saved = SavedBytes.Of(_memory.Save);

        Assert.Throws<EndOfStreamException>(() => SavedBytes.Restore(saved[..^1], new ExemplarMemory(Length, Capacity).Restore));
    }

    [Fact]
    public void A_search_costs_no_memory()
    {
        for (int i = 0; i < 70; i++)
        {
            _memory.Add(Axis(i), i, 0);
        }

        sbyte[] vector = Axis(7);

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            _memory.FindNearest(vector, 0, out _);
            _memory.Add(vector, 100, 0);
        }));
    }

    private bool Knows(sbyte[] vector, long now = 0) => _memory.FindNearest(vector, now, out _) == 1;

    private static sbyte[] Axis(int i)
    {
        sbyte[] vector = new sbyte[Length];
        vector[i] = 127;
        return vector;
    }

    private static sbyte[] Filled(sbyte value) => [.. Enumerable.Repeat(value, Length)];

    private static sbyte[] Anything(int length, Random random) =>
        [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];

    private static sbyte[] Unit(Random random)
    {
        sbyte[] unit = new sbyte[Length];
        UnitVectors.Write([.. Enumerable.Range(0, Length).Select(_ => (float)random.NextDouble() - 0.5f)], unit);
        return unit;
    }

    private static int PlainProduct(sbyte[] left, sbyte[] right)
    {
        int sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}

using System.Runtime.InteropServices;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class AcceptedStateTests
{
    private const string Model = "7a7ad6e2";
    private static readonly PatchGrid Grid = new(3, 4, 1);

    [Fact]
    public void What_earlier_versions_have_kept_is_one_lesson()
    {
        Lesson lesson = AcceptedState.Read(Written(), Grid, Model, "owner");

        Assert.Equal((AcceptedState.EventId, true, "owner"), (lesson.EventId, lesson.IsNormal, lesson.Owner));
        Assert.Equal([new SurpriseMark(0, 5, 7.5f), new SurpriseMark(2, 1, 3)], lesson.Marks);
    }

    [Fact]
    public void Any_other_header_and_any_missing_end_are_noticed()
    {
        byte[] whole = Written();
        int header = whole.Length - (Grid.Count * Kinds.Count * sizeof(float));
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i % header] ^= 1;
            Assert.Throws<InvalidDataException>(() => AcceptedState.Read(damaged, Grid, Model, ""));
            Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole.AsSpan(0, i), Grid, Model, ""));
        }

        Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole, Grid, "other", ""));
        Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole, new PatchGrid(4, 3, 1), Model, ""));
    }

    /// <summary>As version 0.1 wrote it.</summary>
    private static byte[] Written()
    {
        float[] accepted = new float[Kinds.Count * Grid.Count];
        accepted[5] = 7.5f;
        accepted[(2 * Grid.Count) + 1] = 3;
        byte[] header = Encoding.UTF8.GetBytes($"{Model}\n{Grid.Columns}x{Grid.Rows}x{Kinds.Count}\n");
        return [.. header, .. MemoryMarshal.AsBytes(accepted.AsSpan())];
    }
}

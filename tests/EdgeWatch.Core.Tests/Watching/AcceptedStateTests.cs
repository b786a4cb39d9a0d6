using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class AcceptedStateTests
{
    private const string Model = "7a7ad6e2";
    private static readonly PatchGrid Grid = new(3, 4, 1);

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        AcceptedSurprises written = Accepted();
        AcceptedSurprises read = new(Grid);

        AcceptedState.Read(AcceptedState.Write(written, Model), read, Model);

        Assert.Equal(written.Accepted.All.ToArray(), read.Accepted.All.ToArray());
    }

    [Fact]
    public void Any_other_header_and_any_missing_end_are_noticed_and_leave_what_was_there()
    {
        byte[] whole = AcceptedState.Write(Accepted(), Model);
        int header = whole.Length - (Accepted().Accepted.All.Length * sizeof(float));
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[Math.Min(i, header - 1)] ^= 0x10;
            AcceptedSurprises read = new(Grid);
            Assert.Throws<InvalidDataException>(() => AcceptedState.Read(damaged, read, Model));
            Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole.AsSpan(0, i), read, Model));
            Assert.All(read.Accepted.All.ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void What_belongs_to_another_model_or_picture_size_is_refused()
    {
        byte[] whole = AcceptedState.Write(Accepted(), Model);

        Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole, new AcceptedSurprises(Grid), "other"));
        Assert.Throws<InvalidDataException>(() => AcceptedState.Read(whole, new AcceptedSurprises(new PatchGrid(4, 3, 1)), Model));
    }

    private static AcceptedSurprises Accepted()
    {
        AcceptedSurprises accepted = new(Grid);
        SurpriseMap shown = new(Grid);
        shown.Of(SpeedNormality.Kind.Index)[5] = 7.25f;
        shown.Of(PlaceNormality.Kind.Index)[0] = 3.5f;
        accepted.Accept(shown);
        return accepted;
    }
}

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
    public void Any_damage_is_noticed_and_leaves_what_was_there()
    {
        byte[] whole = AcceptedState.Write(Accepted(), Model);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            AcceptedSurprises read = new(Grid);
            Assert.Throws<LearnedStateException>(() => AcceptedState.Read(damaged, read, Model));
            Assert.Throws<LearnedStateException>(() => AcceptedState.Read(whole.AsSpan(0, i), read, Model));
            Assert.All(read.Accepted.All.ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void What_belongs_to_another_model_or_picture_size_is_refused()
    {
        byte[] whole = AcceptedState.Write(Accepted(), Model);

        Assert.Throws<LearnedStateException>(() => AcceptedState.Read(whole, new AcceptedSurprises(Grid), "other"));
        Assert.Throws<LearnedStateException>(() => AcceptedState.Read(whole, new AcceptedSurprises(new PatchGrid(4, 3, 1)), Model));
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

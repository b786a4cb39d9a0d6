using System.Numerics.Tensors;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Patches;
using EdgeWatch.Model;

namespace EdgeWatch.Tests.Model;

/// <summary>The shipped network of looks, as the daemon runs it.</summary>
public sealed class LookNetworkTests : IDisposable
{
    private static readonly PatchGrid Wide = new(Rows: 15, Columns: 20, Scale: 1);
    private static readonly PatchGrid Narrow = new(Rows: 9, Columns: 7, Scale: 1);

    private readonly OnnxPatchModel _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void The_shipped_model_has_looks_and_learned_state_belongs_to_both_networks()
    {
        IPatchModel model = _model;

        Assert.NotNull(model.Looks);
        Assert.Equal($"{model.Sha256}+{model.Looks.Sha256}", model.Identity);
    }

    [Fact]
    public void A_manifest_that_tells_of_no_looks_is_that_of_a_model_without()
    {
        using ModelCopy copy = new();
        copy.Manifest.Remove("look");
        File.Delete(copy.Looks.Path);
        using OnnxPatchModel loaded = OnnxPatchModel.Load(copy.Write());
        IPatchModel model = loaded;

        Assert.Null(model.Looks);
        Assert.Equal(model.Sha256, model.Identity);
    }

    [Fact]
    public void The_same_picture_looks_the_same()
    {
        float[] once = LooksOf(Boxes(Wide, seed: 1));
        float[] again = LooksOf(Boxes(Wide, seed: 1));

        Assert.Equal(once, again);
    }

    [Fact]
    public void A_brighter_picture_looks_nearly_the_same_and_another_one_does_not()
    {
        byte[] picture = Boxes(Wide, seed: 1);
        byte[] brighter = [.. picture.Select(level => (byte)(level * 5 / 4))];

        float[] looks = LooksOf(picture);

        Assert.InRange(MeanCosine(looks, LooksOf(brighter)), 0.9, 0.9999);
        Assert.InRange(MeanCosine(looks, LooksOf(Boxes(Wide, seed: 2))), -1, 0.7);
    }

    [Fact]
    public async Task Two_cameras_at_once_see_what_each_sees_alone()
    {
        PlaceLooks[] cameras = [Seeing(Wide, Boxes(Wide, seed: 3)), Seeing(Narrow, Boxes(Narrow, seed: 4))];
        float[][] alone = [.. cameras.Select(camera => Looked(camera))];

        await Task.WhenAll(cameras.Select((camera, number) => Task.Run(() =>
        {
            for (int glance = 0; glance < 20; glance++)
            {
                Assert.Equal(alone[number], Looked(camera));
            }
        })));
    }

    [Fact]
    public void A_glance_allocates_nothing()
    {
        PlaceLooks camera = Seeing(Narrow, Boxes(Narrow, seed: 5));
        _model.Looks!.Run(camera);

        // The least of some rounds: what the runtime now and then books to a thread does not count.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _model.Looks.Run(camera);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, least);
    }

    /// <summary>In corners and in the middle.</summary>
    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(7, 9, 1, 1)]
    [InlineData(6, 5, 3, 8)]
    [InlineData(14, 17, 1, 3)]
    public void A_part_looks_as_it_does_in_the_whole_picture(int top, int left, int rows, int columns)
    {
        PlaceRectangle part = new(top, left, rows, columns);
        LumaPlane picture = PlaneOf(Boxes(Wide, seed: 6));
        PlaceLooks whole = new(Wide);
        PlaceLooks camera = new(Wide);
        whole.Take(picture, PlaceRectangle.Of(whole.Grid));
        camera.Take(picture, new ChangedParts(Wide, new NoiseEstimate(Wide.Count), camera).SeenFor(part));

        _model.Looks!.Run(whole);
        _model.Looks.Run(camera);

        for (int row = part.Top; row < part.Bottom; row++)
        {
            for (int column = part.Left; column < part.Right; column++)
            {
                double cosine = TensorPrimitives.CosineSimilarity(AnswerAt(whole, row, column), AnswerAt(camera, row, column));
                Assert.InRange(cosine, 0.98, 1.0001);
            }
        }
    }

    [Fact]
    public void Parts_of_shapes_that_were_looked_at_before_allocate_nothing()
    {
        LumaPlane picture = PlaneOf(Boxes(Wide, seed: 7));
        PlaceLooks camera = new(Wide);
        void LookAtParts()
        {
            foreach (int side in (ReadOnlySpan<int>)[4, 6, 8])
            {
                camera.Take(picture, new PlaceRectangle(1, 1, side, side + 2));
                _model.Looks!.Run(camera);
            }
        }

        LookAtParts();
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            LookAtParts();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, least);
    }

    private static ReadOnlySpan<float> AnswerAt(PlaceLooks camera, int row, int column)
    {
        int place = ((row - camera.Part.Top) * camera.Part.Columns) + column - camera.Part.Left;
        return camera.Looks.AsSpan(place * PlaceLooks.Length, PlaceLooks.Length);
    }

    private static LumaPlane PlaneOf(byte[] picture)
    {
        LumaPlane plane = new(Wide.Width, Wide.Height);
        for (int y = 0; y < Wide.Height; y++)
        {
            picture.AsSpan(y * Wide.Width, Wide.Width).CopyTo(plane.Row(y));
        }

        return plane;
    }

    private static PlaceLooks Seeing(PatchGrid grid, byte[] picture)
    {
        PlaceLooks camera = new(grid);
        picture.CopyTo(camera.Picture, 0);
        return camera;
    }

    private float[] LooksOf(byte[] picture) => Looked(Seeing(Wide, picture));

    private float[] Looked(PlaceLooks camera)
    {
        Array.Clear(camera.Looks);
        _model.Looks!.Run(camera);
        return [.. camera.Looks];
    }

    private static double MeanCosine(float[] looks, float[] others) => Enumerable.Range(0, looks.Length / PlaceLooks.Length)
        .Average(place => TensorPrimitives.CosineSimilarity(
            looks.AsSpan(place * PlaceLooks.Length, PlaceLooks.Length), others.AsSpan(place * PlaceLooks.Length, PlaceLooks.Length)));

    /// <summary>A picture full of boxes of all sizes up to a third of it, grey levels 40–199: as high and wide as a grid.</summary>
    private static byte[] Boxes(PatchGrid grid, int seed)
    {
        Random random = new(seed);
        byte[] picture = new byte[grid.Height * grid.Width];
        Array.Fill(picture, (byte)120);
        for (int box = 0; box < 200; box++)
        {
            (int top, int left) = (random.Next(grid.Height), random.Next(grid.Width));
            (int height, int width) = (random.Next(4, grid.Height / 3), random.Next(4, grid.Width / 3));
            byte level = (byte)random.Next(40, 200);
            for (int y = top; y < Math.Min(grid.Height, top + height); y++)
            {
                picture.AsSpan((y * grid.Width) + left, Math.Min(width, grid.Width - left)).Fill(level);
            }
        }

        return picture;
    }
}

using Xunit;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>A test that needs <see cref="SmallDisk"/>: skipped where this process may not mount, which no package can change.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(SmallDisk.IsPossible);

    /// <summary>Tries once a run.</summary>
    public MountFactAttribute()
    {
        if (!MayMount.Value)
        {
            Skip = "needs the right to mount: run the tests as root";
        }
    }
}

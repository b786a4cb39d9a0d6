namespace EdgeWatch.Core.Tests.Patches;

/// <summary>
/// Tests of code that has several paths for different processors; scripts/test runs them without hardware intrinsics as well.
/// </summary>
internal static class KernelTraits
{
    public const string Category = "Category";

    public const string Kernel = "Kernel";
}

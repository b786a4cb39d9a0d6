namespace EdgeWatch.Benchmarks;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder for everything that is not committed.</summary>
    public static string Artifacts { get; } = Path.Combine(FindRoot(), "artifacts");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgeWatch.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout of EdgeWatch.");
    }
}

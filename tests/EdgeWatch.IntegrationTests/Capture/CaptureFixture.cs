using EdgeWatch.Capture;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Capture;

/// <summary>The installed ffmpeg and a folder for the clips of one test class.</summary>
public sealed class CaptureFixture : IAsyncLifetime
{
    private FfmpegTool? _ffmpeg;

    /// <summary>The installed ffmpeg.</summary>
    public FfmpegTool Ffmpeg => _ffmpeg ?? throw new InvalidOperationException("needs ffmpeg: apt-get install ffmpeg");

    /// <summary>Where clips go.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Some JPEG files of 320×240.</summary>
    public async Task<IReadOnlyList<byte[]>> JpegsAsync()
    {
        string folder = Directory.CreateDirectory(Folder.File($"jpegs-{Guid.NewGuid():N}")).FullName;
        await FfmpegClip.MakeAsync(Path.Combine(folder, "%d.jpg"), "320x240", 5, 10);
        return [.. Directory.GetFiles(folder).Order().Select(File.ReadAllBytes)];
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        try
        {
            _ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, CancellationToken.None);
        }
        catch (CaptureException)
        {
            // Tests without ffmpeg are skipped, or fail by Ffmpeg above.
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }
}

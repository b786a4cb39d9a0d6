using System.Diagnostics;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Evidence;

/// <summary>The program where its native library for pictures is not, as after half an installation.</summary>
public sealed class MissingLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public async Task Picture_that_cannot_be_drawn_is_an_error_with_its_reason_and_no_crash()
    {
        string program = _folder.File("program");
        Ffmpeg.Run("cp", "-r", BuiltProgram.Folder, program);
        foreach (string library in Directory.GetFiles(program, "libSkiaSharp.so", SearchOption.AllDirectories))
        {
            File.Delete(library);
        }

        string clip = _folder.File("clip.mp4");
        Ffmpeg.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10:duration=6", clip);
        string[] arguments = ["score", clip, "--plot", _folder.File("plot.png")];
        ProgramResult result = await BuiltProgram.RunAsync(new ProcessStartInfo(Path.Combine(program, "edgewatch"), arguments));

        const string Reason = "Skia's library cannot be used: Unable to load shared library 'libSkiaSharp'";
        Assert.Contains(Reason, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.InRange(result.ExitCode, 1, 127);
    }

    public void Dispose() => _folder.Dispose();
}

using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Capture;

public sealed class CaptureProcessTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>
{
    private static readonly string[] EndlessVideo =
        ["-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10", "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-"];

    [ToolFact("ffmpeg")]
    public async Task Stopping_ends_ffmpeg_in_time_though_its_pipe_is_full()
    {
        await using CaptureProcess process = Start([fixture.Ffmpeg.Path, .. EndlessVideo.Where(argument => argument != "-re")]);
        await process.Output.ReadExactlyAsync(new byte[1000]);
        long start = TimeProvider.System.GetTimestamp();

        await process.StopAsync();

        Assert.True(process.HasExited);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(4), "SIGTERM was enough");
    }

    [Fact]
    public async Task A_program_that_ignores_SIGTERM_is_killed_after_the_limit()
    {
        await using CaptureProcess process = Start(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]);
        await process.Output.ReadExactlyAsync(new byte[6]);
        long start = TimeProvider.System.GetTimestamp();

        await process.StopAsync();

        Assert.True(process.HasExited);
        Assert.InRange(
            TimeProvider.System.GetElapsedTime(start), CaptureProcess.StopLimit - TimeSpan.FromSeconds(0.5), CaptureProcess.StopLimit * 2);
    }

    [Fact]
    public async Task What_the_program_started_ends_with_it()
    {
        await using CaptureProcess process = Start(["sh", "-c", "sleep 1000 & echo $!; wait"]);
        byte[] answer = new byte[20];
        int length = await process.Output.ReadAsync(answer);
        string child = "/proc/" + System.Text.Encoding.ASCII.GetString(answer, 0, length).Trim();
        Assert.True(Directory.Exists(child));

        await process.StopAsync();

        await Eventually.Until("grandchild gone", () => !IsAlive(child));
    }

    [ToolFact("ffmpeg")]
    public async Task Ffmpeg_whose_reader_is_gone_ends_by_itself()
    {
        await using CaptureProcess process = Start([fixture.Ffmpeg.Path, .. EndlessVideo]);
        await process.Output.ReadExactlyAsync(new byte[1000]);

        await process.Output.DisposeAsync();

        await process.WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_whole_frame_fits_into_the_pipe()
    {
        const int frameBytes = 854 * 480 * 3 / 2;
        await using CaptureProcess process = Start(["dd", "if=/dev/zero", $"bs={frameBytes}", "count=1", "status=none"]);

        await process.WaitForExitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, process.ExitCode);
        await process.Output.ReadExactlyAsync(new byte[frameBytes]);
    }

    [Fact]
    public async Task Standard_input_is_at_its_end_at_once()
    {
        await using CaptureProcess process = Start(["cat"]);

        await process.WaitForExitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_program_that_has_ended_leaves_no_pipe_open()
    {
        CaptureProcess process = Start(["sh", "-c", "for i in 0 1 2; do readlink /proc/$$/fd/$i; done"]);
        using StreamReader output = new(process.Output);
        string[] pipes = (await output.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, pipes.Length);
        Assert.NotEmpty(OpenFiles().Intersect(pipes));

        await process.DisposeAsync();

        Assert.Empty(OpenFiles().Intersect(pipes));
    }

    [Fact]
    public async Task Arguments_reach_the_program_without_a_shell()
    {
        await using CaptureProcess process = Start(["printf", "%s", "$(id) `id` ; 'x"]);
        using StreamReader output = new(process.Output);

        Assert.Equal("$(id) `id` ; 'x", await output.ReadToEndAsync());
    }

    /// <summary>What this program has open.</summary>
    private static string?[] OpenFiles() => [.. new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget)];

    private static bool IsAlive(string proc)
    {
        // A process that nobody has waited for yet stays as a zombie.
        try
        {
            return !File.ReadAllText(proc + "/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static CaptureProcess Start(string[] command)
    {
        CameraOptions options = new() { Command = command };
        CaptureCommand run = CaptureCommand.For(options, CaptureSource.Of(options), Credentials.None, new FfmpegTool("", 5));
        return CaptureProcess.Start(run, TimeProvider.System);
    }
}

using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Onvif;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Onvif;

namespace EdgeWatch.IntegrationTests.Onvif;

/// <summary>Cameras of different makes over real HTTP.</summary>
public sealed class OnvifDeviceTests
{
    private static readonly Credentials Login = new(OnvifCamera.User, OnvifCamera.Password);

    [Fact]
    public async Task A_camera_of_today_tells_its_streams_and_the_small_one_is_the_best()
    {
        await using OnvifCamera camera = new(OnvifMake.Modern);

        FoundCamera found = await AskAsync(camera, Login);

        Assert.Null(found.Failure);
        Assert.Equal(
            [
                new VideoStream(
                    "mainStream", "H265", new FrameSize(2688, 1520), 20,
                    "rtsp://127.0.0.1:554/Streaming/Channels/101?transportmode=unicast&profile=P"),
                new VideoStream(
                    "subStream", "H264", new FrameSize(640, 360), 15,
                    "rtsp://127.0.0.1:554/Streaming/Channels/102?transportmode=unicast&profile=P"),
            ],
            found.Streams);
        Assert.Equal("subStream", found.Best!.Profile);
    }

    [Fact]
    public async Task An_old_camera_tells_its_streams_at_its_own_address()
    {
        await using OnvifCamera camera = new(OnvifMake.Old);

        FoundCamera found = await AskAsync(camera, Login);

        Assert.Null(found.Failure);
        Assert.Equal(["PROFILE_000", "PROFILE_001", "PROFILE_002"], found.Streams.Select(stream => stream.Profile));
        Assert.Equal(
            new VideoStream("PROFILE_001", "H264", new FrameSize(704, 576), 0, "rtsp://127.0.0.1:8554/PROFILE_001?channel=1&subtype=1"),
            found.Best);
    }

    [Fact]
    public async Task A_profile_without_a_stream_hides_none_of_the_others()
    {
        await using OnvifCamera recorder = new(OnvifMake.Modern) { WithoutStream = ["1"] };
        await using OnvifCamera empty = new(OnvifMake.Modern) { WithoutStream = ["1", "2"] };

        FoundCamera found = await AskAsync(recorder, Login);

        Assert.Null(found.Failure);
        Assert.Equal("subStream", Assert.Single(found.Streams).Profile);
        CaptureException failure = (await AskAsync(empty, Login)).Failure!;
        Assert.Equal((CaptureFailure.Declined, "no camera at this channel"), (failure.Reason, failure.Detail));
    }

    [Theory]
    [InlineData(OnvifMake.Modern)]
    [InlineData(OnvifMake.Old)]
    public async Task Who_does_not_log_in_rightly_is_told_so(OnvifMake make)
    {
        await using OnvifCamera camera = new(make);

        Assert.Equal(CaptureFailure.Unauthorized, (await AskAsync(camera, Credentials.None)).Failure!.Reason);
        Assert.Equal(CaptureFailure.Unauthorized, (await AskAsync(camera, Login with { Password = "wrong" })).Failure!.Reason);
    }

    [Theory]
    [InlineData(OnvifMake.Modern)]
    [InlineData(OnvifMake.Old)]
    [InlineData(OnvifMake.Nonsense)]
    public async Task A_password_never_goes_in_clear(OnvifMake make)
    {
        await using OnvifCamera camera = new(make);

        await AskAsync(camera, Login);

        Assert.Equal(0, camera.PasswordsInClear);
    }

    [Fact]
    public async Task A_camera_whose_clock_is_wrong_is_logged_in_to()
    {
        await using OnvifCamera camera = new(OnvifMake.Modern) { ClockAhead = TimeSpan.FromDays(-3 * 365) };

        Assert.Equal(2, (await AskAsync(camera, Login)).Streams.Count);
    }

    [Fact]
    public async Task What_is_no_camera_is_told_so()
    {
        await using OnvifCamera page = new(OnvifMake.Nonsense);
        FoundDevice nobody = FoundDevice.Named($"127.0.0.1:{LocalPort.Free()}")!;

        Assert.Equal(CaptureFailure.NoAnswer, (await AskAsync(page, Credentials.None)).Failure!.Reason);
        FoundCamera none = await FoundCamera.AskAsync(nobody, Credentials.None, TimeProvider.System, CancellationToken.None);
        Assert.Equal(CaptureFailure.Refused, none.Failure!.Reason);
    }

    private static Task<FoundCamera> AskAsync(OnvifCamera camera, Credentials credentials) =>
        FoundCamera.AskAsync(FoundDevice.Named(camera.Host)!, credentials, TimeProvider.System, CancellationToken.None);
}

using EdgeWatch.Capture;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Capture.Decoding;

public sealed class DecoderTrialTests
{
    private static readonly CaptureEnd Broken = CaptureEnd.Failed(CaptureFailure.DecoderFails, "no VA display");
    private static readonly CaptureEnd Silent = CaptureEnd.Failed(CaptureFailure.Stalled, "no frame for 20 s");
    private static readonly CaptureEnd Away = CaptureEnd.Failed(CaptureFailure.Refused, "refused");

    private readonly DecoderTrial _auto = new(VideoDecoder.Auto, "", _ => true);

    [Fact]
    public void Hardware_that_gives_pictures_is_used_and_said()
    {
        Assert.Equal("nvv4l2dec", _auto.Next?.Name);
        Assert.Null(_auto.Succeed());
        Assert.Equal("nvv4l2dec", _auto.Words);
        Assert.False(_auto.End(hadPicture: true, Silent));
        Assert.NotNull(_auto.Next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hardware_that_gives_no_picture_where_software_does_is_given_up_and_said_once(bool isSilent)
    {
        Assert.True(_auto.End(hadPicture: false, isSilent ? Silent : Broken));
        Assert.Null(_auto.Next);

        string why = isSilent ? "stalled: no frame for 20 s" : "decoder does not work: no VA display";
        Assert.Equal($"nvv4l2dec gave no picture ({why})", _auto.Succeed());
        Assert.Equal($"software: nvv4l2dec gave no picture ({why})", _auto.Words);
        Assert.False(_auto.End(hadPicture: false, Silent));
        Assert.Null(_auto.Next);
        Assert.Null(_auto.Succeed());
    }

    [Fact]
    public void A_camera_that_gives_no_picture_to_software_either_is_at_fault_itself()
    {
        Assert.True(_auto.End(hadPicture: false, Silent));
        Assert.False(_auto.End(hadPicture: false, Silent));

        Assert.NotNull(_auto.Next);
        Assert.Null(_auto.Succeed());
        Assert.Equal("nvv4l2dec", _auto.Words);
    }

    [Fact]
    public void A_camera_that_is_not_there_says_nothing_about_the_decoder()
    {
        Assert.False(_auto.End(hadPicture: false, Away));
        Assert.NotNull(_auto.Next);
    }

    [Fact]
    public void A_decoder_that_was_asked_for_is_never_replaced()
    {
        DecoderTrial asked = new(VideoDecoder.Vaapi, "", _ => true);

        Assert.False(asked.End(hadPicture: false, Broken));
        Assert.Equal("vaapi", asked.Next?.Name);
    }
}

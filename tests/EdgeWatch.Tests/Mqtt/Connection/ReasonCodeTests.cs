using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Tests.Mqtt.Connection;

public class ReasonCodeTests
{
    [Theory]
    [InlineData(0x80, true, false)]
    [InlineData(0x83, true, false)]
    [InlineData(0x97, true, false)]
    [InlineData(0x87, false, false)]
    [InlineData(0x99, false, false)]
    [InlineData(0x10, false, true)]
    [InlineData(0x00, false, true)]
    public void Puback_reasons_are_success_temporary_or_final(int reason, bool temporary, bool success) =>
        Assert.Equal((temporary, success), (ReasonCode.IsTemporary(reason), ReasonCode.IsSuccess(reason)));

    [Theory]
    [InlineData(0x87, "Not authorized (0x87)")]
    [InlineData(0xEE, "unknown reason (0xEE)")]
    public void Reasons_are_words(int reason, string words) => Assert.Equal(words, ReasonCode.Words(reason));
}

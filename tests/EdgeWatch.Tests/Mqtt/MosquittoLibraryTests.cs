using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Native;

namespace EdgeWatch.Tests.Mqtt;

public class MosquittoLibraryTests
{
    [Fact]
    public void A_missing_library_is_named_with_its_package()
    {
        MqttException exception = Assert.Throws<MqttException>(() => MosquittoLibrary.Require("libmosquitto-absent.so.9"));

        Assert.Contains("libmosquitto-absent.so.9", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libmosquitto1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x80, true, false)]
    [InlineData(0x83, true, false)]
    [InlineData(0x97, true, false)]
    [InlineData(0x87, false, false)]
    [InlineData(0x99, false, false)]
    [InlineData(0x10, false, true)]
    [InlineData(0x00, false, true)]
    public void Puback_reasons_are_success_temporary_or_final(int reason, bool temporary, bool success) =>
        Assert.Equal((temporary, success), (PubackReason.IsTemporary(reason), PubackReason.IsSuccess(reason)));
}

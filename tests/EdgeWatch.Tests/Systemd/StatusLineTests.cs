using EdgeWatch.Capture;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Outbox;

namespace EdgeWatch.Tests.Systemd;

public class StatusLineTests
{
    private static readonly MqttLinkStatus Connected = new(
        Connected: true, "MQTT 5", default, Connects: 1, Published: 0, Acknowledged: 0, Refused: 0);
    private static readonly OutboxCounts Empty = new(0, 0, 0, 0);

    [Fact]
    public void When_all_is_well_it_is_short() =>
        Assert.Equal("2 of 2 cameras online; broker connected", StatusLine.Write([Camera("yard"), Camera("gate")], Connected, Empty));

    [Fact]
    public void It_says_what_is_wrong() => Assert.Equal(
        "1 of 3 cameras online (gate: refused, door: disabled); no broker: Connection refused; "
        + "7 alert message(s) wait; alerts in memory only: disk is full",
        StatusLine.Write(
            [Camera("yard"), Camera("gate", CameraState.Offline, "refused"), Camera("door", CameraState.Disabled)],
            Connected with { Connected = false, Reason = "Connection refused" },
            Empty with { Queued = 7, Fault = "disk is full" }));

    [Fact]
    public void Without_a_camera_it_says_what_to_do() => Assert.Equal(
        "no camera is configured yet: edgewatch discover --add finds cameras and writes them into conf.d, or add one to the config file "
        + "(cameras:); then reload; broker connected",
        StatusLine.Write([], Connected, Empty));

    private static (string Id, CameraStatus Status) Camera(string id, CameraState state = CameraState.Online, string reason = "") =>
        (id, new CameraStatus(state, reason, default));
}

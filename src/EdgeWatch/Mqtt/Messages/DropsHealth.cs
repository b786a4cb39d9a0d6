namespace EdgeWatch.Mqtt.Messages;

/// <summary>What was not looked at, by reason, since the start.</summary>
/// <param name="Busy">Frames that came faster than they could be analysed.</param>
/// <param name="SceneChange">Frames in which light or view changed as a whole.</param>
/// <param name="PatchLimit">Patches beyond the most that fit into one run of the network.</param>
internal sealed record DropsHealth(long Busy, long SceneChange, long PatchLimit);

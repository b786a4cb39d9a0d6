namespace EdgeWatch.Capture;

/// <summary>How a camera is, why, and since when.</summary>
/// <param name="State">How it is.</param>
/// <param name="Reason">
/// Why, if it is <see cref="CameraState.Offline"/> (short words, mostly one of <see cref="CaptureFailure"/>) or <see cref="CameraState.Disabled"/>. Else empty.
/// </param>
/// <param name="Since">When this state began; a change of the reason alone does not change it.</param>
public sealed record CameraStatus(CameraState State, string Reason, DateTimeOffset Since);

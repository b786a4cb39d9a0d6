namespace EdgeWatch.Mqtt.Messages;

/// <summary>The network in an <see cref="InfoMessage"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of its file in lower-case hex.</param>
internal sealed record ModelInfo(string Name, string Version, string Sha256);

namespace EdgeWatch.Mqtt.Messages;

/// <summary>The disk of the state directory.</summary>
/// <param name="FreeBytes">Room that the program may use.</param>
/// <param name="TotalBytes">Its size.</param>
internal sealed record DiskHealth(long FreeBytes, long TotalBytes);

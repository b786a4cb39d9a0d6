namespace EdgeWatch.Mqtt.Messages;

/// <summary>What half and what 95 of 100 values do not exceed.</summary>
internal sealed record PercentilesHealth(double? P50, double? P95);

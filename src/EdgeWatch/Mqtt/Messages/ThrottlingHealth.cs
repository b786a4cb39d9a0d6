namespace EdgeWatch.Mqtt.Messages;

/// <summary>What the Raspberry Pi's firmware says about the chip at the moment.</summary>
/// <param name="UnderVoltage">The power supply is too weak.</param>
/// <param name="FrequencyCapped">The clock is held down.</param>
/// <param name="Throttled">The processor is slowed down.</param>
/// <param name="TemperatureLimited">The soft limit of the temperature is in force.</param>
internal sealed record ThrottlingHealth(bool UnderVoltage, bool FrequencyCapped, bool Throttled, bool TemperatureLimited);

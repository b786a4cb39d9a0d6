namespace EdgeWatch.TestKit.Delivery;

/// <summary>What became of the events under one fault. All figures are messages.</summary>
/// <param name="Fault">What was done.</param>
/// <param name="Raised">Raised by the publisher.</param>
/// <param name="Seen">Of these, seen by a subscriber at least once.</param>
/// <param name="Doubles">Seen once more.</param>
/// <param name="Lost">Never seen.</param>
public sealed record FaultRow(string Fault, int Raised, int Seen, int Doubles, int Lost);

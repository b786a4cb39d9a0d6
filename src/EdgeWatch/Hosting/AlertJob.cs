using EdgeWatch.Core.Events;

namespace EdgeWatch.Hosting;

/// <summary>A message of an event on its way out.</summary>
/// <param name="Alert">The message.</param>
/// <param name="Peak">The frame to make pictures of first; null when the pictures are made already.</param>
internal sealed record AlertJob(AlertEvent Alert, PeakFrame? Peak);

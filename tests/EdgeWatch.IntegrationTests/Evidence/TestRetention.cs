using EdgeWatch.Configuration.Retention;
using EdgeWatch.Evidence;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.IntegrationTests.Evidence;

/// <summary>Folders of events of any time.</summary>
internal static class TestRetention
{
    /// <summary>A folder of events.</summary>
    public static EventRetention Of(string folder) => new(
        folder,
        () => new RetentionOptions { KeepFor = RetentionOptions.MaxKeepFor },
        TimeProvider.System,
        NullLogger<EventRetention>.Instance);
}

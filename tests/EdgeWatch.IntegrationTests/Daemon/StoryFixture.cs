namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Shares one <see cref="Daemon.Story"/> between the tests of a class.</summary>
public sealed class StoryFixture : IAsyncLifetime
{
    public Story Story { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Story.DisposeAsync();
}

using EdgeWatch.Configuration;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hosting.Reloading;

public sealed class ConfigurationWatchTests : IDisposable
{
    private const string Text = "mqtt: {host: h}\nreload_on_change: true\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_config_behind_a_link_is_read_again_when_it_changes()
    {
        string file = _folder.File("real.yaml");
        await File.WriteAllTextAsync(file, Text);
        File.CreateSymbolicLink(_folder.File("link.yaml"), file);

        await IsAskedForAsync(_folder.File("link.yaml"), () => File.AppendAllText(file, "# more\n"));
    }

    [Fact]
    public async Task So_is_one_whose_link_leads_elsewhere()
    {
        await File.WriteAllTextAsync(_folder.File("first.yaml"), Text);
        await File.WriteAllTextAsync(_folder.File("second.yaml"), Text);
        string link = _folder.File("link.yaml");
        File.CreateSymbolicLink(link, _folder.File("first.yaml"));

        await IsAskedForAsync(link, () =>
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, _folder.File("second.yaml"));
        });
    }

    private async Task IsAskedForAsync(string file, Action change)
    {
        using ReloadSignal signal = new();
        ConfigurationWatch watch = new(new ConfigurationInForce(ConfigurationFile.Load(file).Options!, file, _time), signal, _time);
        using CancellationTokenSource stop = new();
        Task running = watch.RunAsync(stop.Token);
        Task asked = signal.WaitAsync(CancellationToken.None);

        change();

        await Eventually.Until("it is asked for", () =>
        {
            _time.Advance(ConfigurationWatch.Interval);
            return asked.IsCompleted;
        });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}

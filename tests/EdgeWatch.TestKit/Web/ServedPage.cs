using EdgeWatch.Configuration;
using EdgeWatch.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.TestKit.Web;

/// <summary>Parts of the page, served at a port of this machine without a daemon.</summary>
public sealed class ServedPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Begins to serve.</summary>
    /// <param name="options">Where to: host and port in <see cref="WebOptions.Listen"/>.</param>
    /// <param name="parts">What is served.</param>
    internal ServedPage(WebOptions options, params IReadOnlyList<IWebPart> parts)
    {
        Address = new Uri($"http://{options.Listen}/");
        WebServer server = new(options, _ => new WebAnswers(parts), TimeProvider.System, NullLoggerFactory.Instance);
        _serving = Task.Run(() => server.RunAsync(_stop.Token));
    }

    /// <summary>Where it is served.</summary>
    public Uri Address { get; }

    /// <summary>Completes when it answers.</summary>
    public async Task UntilItListensAsync()
    {
        using HttpClient client = new() { BaseAddress = Address };
        await Eventually.Until("it listens", () =>
        {
            try
            {
                return client.GetAsync("assets/page.css").Result.IsSuccessStatusCode;
            }
            catch (AggregateException)
            {
                return false;
            }
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}

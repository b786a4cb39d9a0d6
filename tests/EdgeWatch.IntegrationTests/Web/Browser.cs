using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EdgeWatch.IntegrationTests.Web;

/// <summary>A real Chromium, shared by the tests of a class: the system's, without a window.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>On a machine that has much else to do.</summary>
    public const float PatienceMs = 60_000;

    /// <summary>
    /// A name that leads to this machine, for this browser alone. Loopback addresses are as good as HTTPS to browsers; this is plain HTTP,
    /// as in most houses.
    /// </summary>
    public const string Elsewhere = "cams.example.org";

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Programs.FirstOrDefault(File.Exists) is not { } program)
        {
            // Its tests are skipped, or say in CI what is missing.
            return;
        }

        SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,

            // Root has no sandbox, and what is looked at is our own.
            Args =
            [
                $"--host-resolver-rules=MAP {Elsewhere} 127.0.0.1",
                .. Environment.UserName == "root" ? ["--no-sandbox"] : (string[])[],
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>Opens a page of a visitor of its own. A fault of its code fails whoever disposes it.</summary>
    /// <param name="address">The page's.</param>
    /// <param name="dark">Whether the visitor wants it dark.</param>
    /// <param name="locale">The visitor's language.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="password">What the visitor tells a server that asks for a name and a password.</param>
    public async Task<Visit> OpenAsync(
        Uri address, bool dark = false, string locale = "en-GB", int width = 1280, int height = 900, HttpCredentials? password = null)
    {
        IBrowserContext context = await (_browser ?? throw new InvalidOperationException("apt-get install chromium")).NewContextAsync(
            new BrowserNewContextOptions
            {
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                Locale = locale,
                HttpCredentials = password,
                ViewportSize = new ViewportSize { Width = width, Height = height },
            });
        Visit visit = new(await context.NewPageAsync());
        visit.Page.SetDefaultTimeout(PatienceMs);
        await visit.Page.GotoAsync(address.ToString());
        return visit;
    }
}

/// <summary>Somebody looks at the page.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    internal Visit(IPage page)
    {
        Page = page;
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, message) =>
        {
            // What the content policy refuses is told here too; and, of each page without HTTPS, that it cannot have a window to itself.
            if (message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
                && !message.Text.StartsWith("The Cross-Origin-Opener-Policy header has been ignored", StringComparison.Ordinal))
            {
                _faults.Add(message.Text);
            }
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Goes to another view.</summary>
    /// <param name="hash">What stands behind # in the address.</param>
    public Task GoAsync(string hash) => Page.EvaluateAsync("hash => { location.hash = hash }", hash);

    /// <summary>Asserts that axe finds nothing, and nothing is wider than the window.</summary>
    public async Task IsForEveryoneAsync()
    {
        AxeResult result = await Page.RunAxe();
        Assert.Empty(result.Violations.Select(
            fault => $"{fault.Id}: {fault.Help}: {string.Join(" | ", fault.Nodes.Select(node => node.Html))}"));
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_faults);
    }
}

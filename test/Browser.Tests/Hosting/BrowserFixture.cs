namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>One browser and one server that the tests share; each test has pages of its own, which share nothing.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // A machine busy with something else must not fail a test.
    private const float ExpectTimeoutMs = 30_000;

    private static readonly string[] _arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TestServer? _server;

    internal TestServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private IBrowser Browser => _browser ?? throw new InvalidOperationException("Not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        SetDefaultExpectTimeout(ExpectTimeoutMs);
        _server = await TestServer.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Settings.Chromium, Args = _arguments });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>A window of a browser that was never used before.</summary>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 800 } };
        options.Permissions = ["clipboard-read", "clipboard-write"];
        var context = await Browser.NewContextAsync(options);
        context.SetDefaultTimeout(ExpectTimeoutMs);
        return await context.NewPageAsync();
    }

    /// <summary>A new window with the editor page, Monaco loaded.</summary>
    internal async Task<EditorPage> OpenEditorAsync(BrowserNewContextOptions? options = null) =>
        await EditorPage.OpenAsync(await NewPageAsync(options), Server.Address);
}

/// <summary>Tests that share the browser and the server of <see cref="BrowserFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    /// <summary>What test classes name it by.</summary>
    public const string Name = "browser";
}

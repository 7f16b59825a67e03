using Deque.AxeCore.Playwright;

namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>The editor page as somebody uses it.</summary>
internal sealed class EditorPage
{
    private readonly List<string> _complaints = [];

    private EditorPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // Chromium itself reports each answer that is an error; those are the tests' own doing.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Run => Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true });

    public ILocator Cancel => Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true });

    public ILocator Result => Page.GetByRole(AriaRole.Region, new() { Name = "Result" });

    /// <summary>The heading with the verdict.</summary>
    public ILocator Verdict => Result.GetByRole(AriaRole.Heading, new() { Level = 2 });

    public ILocator Output => Result.GetByRole(AriaRole.Group, new() { Name = "Output", Exact = true });

    public ILocator ErrorOutput => Result.GetByRole(AriaRole.Group, new() { Name = "Error output" });

    public ILocator Editor => Page.Locator(".monaco-editor").First;

    /// <summary>Looks on at a page from its beginning, whatever is loaded there.</summary>
    public static EditorPage Watch(IPage page) => new(page);

    public static async Task<EditorPage> OpenAsync(IPage page, string address)
    {
        var editor = new EditorPage(page);
        await page.GotoAsync(address);
        await editor.WaitForMonacoAsync();
        return editor;
    }

    public async Task WaitForMonacoAsync()
    {
        await Expect(Page.Locator("[data-testid=editor][data-loading=ready]")).ToBeVisibleAsync();
        await Expect(Page.Locator(".view-line").First).ToBeVisibleAsync();
    }

    /// <summary>Replaces what the editor holds.</summary>
    public async Task WriteAsync(string code)
    {
        await Page.Locator(".view-lines").ClickAsync();
        await PasteAsync(code);
    }

    /// <summary>Puts a text in place of all that is in the focused field. Typed, the editor would indent and close brackets by itself.</summary>
    public async Task PasteAsync(string text)
    {
        await Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.PressAsync("Control+V");
    }

    public async Task RunAsync(string code)
    {
        await WriteAsync(code);
        await Run.ClickAsync();
    }

    /// <summary>Slows the page's processor down that many times, until what it returns is disposed of: slowing down keeps a processor busy, also when the page has nothing to do.</summary>
    public async Task<IAsyncDisposable> SlowDownAsync(int times)
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await SetSlownessAsync(session, times);
        return new Slowed(session);
    }

    /// <summary>The source that the page would hand in now, whatever it shows. Nothing is handed in.</summary>
    public async Task<string> HandedInAsync() => (await HandedInWithFilesAsync()).Code;

    /// <summary>The sources that the page would hand in now: the main one, and the others by their names.</summary>
    public async Task<(string Code, IReadOnlyDictionary<string, string> Files)> HandedInWithFilesAsync()
    {
        const string path = "**/run";
        await Page.RouteAsync(path, static route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = "{}" }));
        await Expect(Run).ToBeEnabledAsync();
        var request = await Page.RunAndWaitForRequestAsync(() => Page.Keyboard.PressAsync("Control+Enter"), path);
        await Expect(Run).ToBeEnabledAsync();
        await Page.UnrouteAsync(path);
        var body = request.PostDataJSON() ?? throw new InvalidOperationException("Nothing was handed in.");
        var files = body.TryGetProperty("files", out var others)
            ? others.EnumerateArray().ToDictionary(static file => file.GetProperty("name").GetString()!, static file => file.GetProperty("content").GetString()!) // The page sends both.
            : [];
        return (body.GetProperty("code").GetString()!, files); // As above.
    }

    /// <summary>Undoes in the focused editor until there is nothing more to undo.</summary>
    public async Task UndoAllAsync()
    {
        // More often than any test here types a word.
        for (var presses = 0; presses < 60; presses++)
            await Page.Keyboard.PressAsync("Control+Z");
    }

    public async Task ImportTestsAsync(string name, string content)
    {
        await OpenTabAsync("Tests");
        var file = new FilePayload { Name = name, MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(content) };
        await Page.GetByLabel("Files with tests").SetInputFilesAsync(file);
    }

    public Task OpenTabAsync(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();

    public Task ChooseExampleAsync(string title) => Page.GetByLabel("Start from an example").SelectOptionAsync(new SelectOptionValue { Label = title });

    /// <summary>Writes what the page looks like to a file, for people to look at.</summary>
    public Task ShootAsync(string name, bool whole = false) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Settings.Screenshots, $"{name}.png"), FullPage = whole, Animations = ScreenshotAnimations.Disabled });

    /// <summary>Fails where the page keeps somebody out, or the browser complained of it (a script that its policy forbids, say).</summary>
    public async Task AssertSoundAsync()
    {
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations.Select(static violation => $"{violation.Impact}: {violation.Id} at {string.Join(", ", violation.Nodes.Select(static node => node.Html))}"));
        Assert.Empty(_complaints);
    }

    private static async Task SetSlownessAsync(ICDPSession session, int times) =>
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = times });

    private sealed class Slowed(ICDPSession session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await SetSlownessAsync(session, 1);
            await session.DetachAsync();
        }
    }
}

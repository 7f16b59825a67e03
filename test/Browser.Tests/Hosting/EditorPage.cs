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
}

using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class AppearanceTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 740)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    [InlineData(ColorScheme.Light, 1920, 1080)]
    public async Task Page_SchemeAndWidth_IsSoundAndFits(ColorScheme scheme, int width, int height)
    {
        var editor = await fixture.OpenEditorAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        await editor.AssertSoundAsync();

        await editor.ChooseExampleAsync("Output as it comes, in colours");
        await editor.Run.ClickAsync();
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");

        await editor.AssertSoundAsync();
        Assert.True(await editor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await editor.ShootAsync($"editor-{scheme.ToString().ToLowerInvariant()}-{width}", whole: width < 900);
        foreach (var tab in (string[])["Tests", "Options"])
        {
            await editor.OpenTabAsync(tab);
            await editor.AssertSoundAsync();
        }
    }

    [Fact]
    public async Task FirstLoad_IsSmallAndFromThisServerAlone()
    {
        // What comes over the wire before Monaco may at most be 400 KB; what the browser is asked to load names no other host.
        const int most = 400 * 1000;
        var page = await fixture.NewPageAsync();
        var loaded = new List<(string Url, Task<int> Size)>();
        page.Response += (_, response) => loaded.Add((response.Url, SizeAsync(response)));
        await EditorPage.OpenAsync(page, fixture.Server.Address);

        var sizes = await Task.WhenAll(loaded.Select(static async one => (one.Url, Size: await one.Size)));

        Assert.All(sizes, one => Assert.StartsWith(fixture.Server.Address, one.Url, StringComparison.Ordinal));
        Assert.Contains(sizes, static one => one.Url.Contains("codeEditor", StringComparison.Ordinal));
        var first = sizes.Where(static one => new Uri(one.Url).AbsolutePath is "/" or "/favicon.svg" || one.Url.Contains("/assets/index-", StringComparison.Ordinal));
        Assert.InRange(first.Sum(static one => one.Size), 1, most);
    }

    [Fact]
    public async Task Page_Policy_AllowsNoInlineScript()
    {
        var page = await fixture.NewPageAsync();

        var response = await page.GotoAsync(fixture.Server.Address);

        var policy = (await response!.AllHeadersAsync())["content-security-policy"]; // A page that was loaded has a response.
        var scripts = Assert.Single(policy.Split("; "), static part => part.StartsWith("script-src", StringComparison.Ordinal));
        Assert.Equal("script-src 'self'", scripts);
        Assert.Contains("worker-src 'self'", policy, StringComparison.Ordinal);
    }

    private static async Task<int> SizeAsync(IResponse response)
    {
        await response.FinishedAsync();
        return (await response.Request.SizesAsync()).ResponseBodySize;
    }
}

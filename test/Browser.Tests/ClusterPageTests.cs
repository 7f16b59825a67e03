using System.Text.RegularExpressions;
using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed partial class ClusterPageTests(BrowserFixture fixture, ClusterPageTests.OwnServer own) : IClassFixture<ClusterPageTests.OwnServer>
{
    private const string Path = "/ui/cluster";

    // A program without a header compiles fastest.
    private const string One = "extern \"C\" int puts(const char *); int main() { puts(\"1\"); }";

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 740)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    [InlineData(ColorScheme.Light, 1920, 1080)]
    public async Task Page_JobsRun_ShowsSiloSlotsVerdictsAndCharts(ColorScheme scheme, int width, int height)
    {
        var sight = await OpenAsync(own.Server.Address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        var page = sight.Page;
        var (accepted, wrong) = (Number(page, "Accepted"), Number(page, "Wrong answer"));
        await Expect(accepted).ToHaveTextAsync($"{own.Accepted}");

        var engine = own.Server.Client;
        for (var i = 0; i < 3; i++)
            await engine.RunAsync(Programs.Request(One, expected: "1"));
        await engine.RunAsync(Programs.Request(One, expected: "2"));

        await Expect(accepted).ToHaveTextAsync($"{own.Accepted += 3}");
        await Expect(wrong).ToHaveTextAsync($"{own.Wrong += 1}");
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        var silo = page.GetByRole(AriaRole.Region, new() { Name = "Silos", Exact = true }).GetByRole(AriaRole.Row).Nth(1);
        await Expect(silo).ToContainTextAsync("Active");
        await Expect(silo).ToContainTextAsync(SlotsOf());
        await Expect(silo).ToContainTextAsync("C++");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "over the last 10 minutes" })).ToHaveCountAsync(4);
        var run = page.GetByRole(AriaRole.Region, new() { Name = "Wait and run time" }).GetByRole(AriaRole.Row, new() { Name = "Run" });
        await Expect(run).ToContainTextAsync(Time());
        await Expect(page.Locator("canvas")).ToHaveCountAsync(4);
        foreach (var canvas in await page.Locator("canvas").AllAsync())
            Assert.True(await IsDrawnAsync(canvas));

        await sight.AssertSoundAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await sight.ShootAsync($"cluster-{scheme.ToString().ToLowerInvariant()}-{width}", whole: true);
    }

    [Fact]
    public async Task Links_ByKeyboard_LeadThereAndBack()
    {
        var editor = await fixture.OpenEditorAsync();
        var page = editor.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Cluster" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cluster", Level = 1 })).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync("Cluster – CodeRunner");
        await page.GetByRole(AriaRole.Link, new() { Name = "Editor" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await editor.WaitForMonacoAsync();

        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task ServerKilledAndRestarted_SaysSoAndGoesOn()
    {
        await using var server = await TestServer.StartAsync();
        var sight = await OpenAsync(server.Address);
        await Expect(Number(sight.Page, "Accepted")).ToHaveTextAsync("0");

        await server.KillAsync();
        await Expect(sight.Page.GetByText("The server does not answer. Trying again").First).ToBeVisibleAsync();
        await sight.ShootAsync("cluster-server-away");
        await sight.AssertSoundAsync();
        await server.StartAgainAsync();
        var engine = server.Client;
        await engine.RunAsync(Programs.Request(One, expected: "1"));

        await Expect(sight.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Number(sight.Page, "Accepted")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task ServerWantsAKey_AsksForItAndGoesOn()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string>
        {
            ["Gateway__RequireApiKey"] = "true",
            ["Gateway__ApiKeys__tester"] = "a-key-of-this-test",
        });
        var sight = await OpenAsync(server.Address);
        await Expect(sight.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await sight.AssertSoundAsync();

        await sight.Page.GetByLabel("API key").FillAsync("a-key-of-this-test");
        await sight.Page.Keyboard.PressAsync("Enter");

        await Expect(Number(sight.Page, "Accepted")).ToHaveTextAsync("0");
        await Expect(sight.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    private async Task<EditorPage> OpenAsync(string address, BrowserNewContextOptions? options = null)
    {
        var sight = EditorPage.Watch(await fixture.NewPageAsync(options));
        await sight.Page.GotoAsync(address + Path);
        return sight;
    }

    /// <summary>How many submissions have that verdict in all.</summary>
    private static ILocator Number(IPage page, string verdict) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Submissions by verdict" })
            .GetByRole(AriaRole.Row, new() { Name = verdict }).GetByRole(AriaRole.Cell).Nth(1);

    private static Task<bool> IsDrawnAsync(ILocator canvas) => canvas.EvaluateAsync<bool>(
        "canvas => canvas.width > 0 && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte !== 0)");

    [GeneratedRegex("[0-9] of [1-9][0-9]*")]
    private static partial Regex SlotsOf();

    [GeneratedRegex("[0-9] m?s")]
    private static partial Regex Time();

    /// <summary>A server whose submissions are all known: with a shared one, another test's last may be counted only after the page was opened.</summary>
    public sealed class OwnServer : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public int Accepted { get; set; }

        public int Wrong { get; set; }

        public async Task InitializeAsync() => Server = await TestServer.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}

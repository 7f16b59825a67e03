using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture fixture)
{
    private const int MostStops = 40;

    [Fact]
    public async Task KeyboardOnly_WriteAndRun_Works()
    {
        var editor = await fixture.OpenEditorAsync();
        var keyboard = editor.Page.Keyboard;
        await TabToAsync(editor.Page, "Source code of main.cpp");
        await editor.PasteAsync(Programs.Echo);
        // The way out of the editor that the page names.
        await keyboard.PressAsync("Control+M");
        await TabToAsync(editor.Page, "Standard input");
        await keyboard.PressAsync("Control+A");
        await keyboard.TypeAsync("typed");

        await keyboard.PressAsync("Control+Enter");

        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        await Expect(editor.Output).ToHaveTextAsync("typed\n", new() { UseInnerText = true });
        await TabToAsync(editor.Page, "Output");
    }

    [Fact]
    public async Task RunKeys_InTheEditor_RunOnce()
    {
        var editor = await fixture.OpenEditorAsync();
        var runs = 0;
        editor.Page.Request += (_, request) => runs += request.Url.EndsWith("/run", StringComparison.Ordinal) ? 1 : 0;
        await editor.WriteAsync(Programs.Echo);

        await editor.Page.Keyboard.PressAsync("Control+Enter");

        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task ArrowKeys_OnTabs_MoveBetweenPanels()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.Page.GetByRole(AriaRole.Tab, new() { Name = "Input" }).FocusAsync();

        await editor.Page.Keyboard.PressAsync("ArrowLeft");

        await Expect(editor.Page.GetByRole(AriaRole.Tab, new() { Name = "Options" })).ToBeFocusedAsync();
        await Expect(editor.Page.GetByLabel("Compile options")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Dialog_Escape_ClosesItAndGivesTheFocusBack()
    {
        var editor = await fixture.OpenEditorAsync();
        var button = editor.Page.GetByRole(AriaRole.Button, new() { Name = "My programs" });
        await button.FocusAsync();
        await editor.Page.Keyboard.PressAsync("Enter");
        await Expect(editor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await editor.Page.Keyboard.PressAsync("Escape");

        await Expect(editor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(button).ToBeFocusedAsync();
    }

    /// <summary>Presses Tab until the focus is on what has that name.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        const string focused = "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.labels?.[0]?.textContent ?? '').trim()";
        for (var stops = 0; stops < MostStops; stops++)
        {
            if (await page.EvaluateAsync<string>(focused) == name)
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{MostStops} presses of Tab did not come to “{name}”.");
    }
}

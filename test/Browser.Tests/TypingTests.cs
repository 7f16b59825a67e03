using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

/// <summary>
/// The editor owns its text: whatever the machine is busy with, the text stands as it was typed, and can be undone. What is typed goes into a
/// comment, in which the editor adds nothing by itself.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class TypingTests(BrowserFixture fixture)
{
    /// <summary>A hundred characters, among them those with which losses were seen first.</summary>
    private const string Typed = " std::vector<int> v; // 0123456789 abcdefghij klmnopqrst uvwxyz ABCDEFGHIJ KLMNOPQRST UVWXYZ 0;1;2;3";

    private const int ManyTests = 500;

    private static readonly int[] _keyMilliseconds = [10, 60, 100, 120];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Typing_SlowedProcessor_StandsAsTypedAndIsUndone(int slowdown) =>
        await Task.WhenAll(_keyMilliseconds.Select(async key => await TypeAndUndoAsync(await fixture.OpenEditorAsync(), slowdown, key)));

    [Theory]
    [InlineData(2, 100)]
    [InlineData(4, 60)]
    public async Task Typing_ManyTestsInTheList_StandsAsTypedAndIsUndone(int slowdown, int key)
    {
        var editor = await fixture.OpenEditorAsync();
        await ImportManyAsync(editor);

        await TypeAndUndoAsync(editor, slowdown, key);
    }

    [Fact]
    public async Task Typing_IntoATestOfMany_StandsAsTyped()
    {
        var editor = await fixture.OpenEditorAsync();
        await ImportManyAsync(editor);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "case 250" }).ClickAsync();
        var input = editor.Page.GetByLabel("Standard input");
        await input.FillAsync("");
        await using var slowed = await editor.SlowDownAsync(4);

        await input.PressSequentiallyAsync(Typed, new() { Delay = 20 });

        await Expect(input).ToHaveValueAsync(Typed);
    }

    [Fact]
    public async Task Typing_WhileTheFullEditorComes_KeepsTextCursorFocusAndUndo()
    {
        const int before = 40;
        var page = await fixture.NewPageAsync();
        var editor = EditorPage.Watch(page);
        var release = new TaskCompletionSource();
        await page.RouteAsync("**/assets/codeEditor-*.js", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(fixture.Server.Address);
        var plain = page.GetByLabel("Source code of main.cpp");
        await plain.ClickAsync();
        var code = await plain.InputValueAsync();
        await ToTheEndOfTheFirstLineAsync(page);

        // Slowed, so that keys come while one editor takes the other's place.
        await using var slowed = await editor.SlowDownAsync(4);
        var ready = page.Locator("[data-testid=editor][data-loading=ready]");
        Assert.Equal(0, await ready.CountAsync());
        await page.Keyboard.TypeAsync(Typed[..before], new() { Delay = 10 });
        release.SetResult();
        await page.Keyboard.TypeAsync(Typed[before..], new() { Delay = 60 });
        await editor.WaitForMonacoAsync();
        await page.Keyboard.TypeAsync("!");

        Assert.Equal(WithFirstLine(code, Typed + "!"), await editor.HandedInAsync());
        await editor.UndoAllAsync();
        Assert.Equal(code, await editor.HandedInAsync());
        await editor.AssertSoundAsync();
    }

    [Fact]
    public async Task Typing_ThenAtOnceAnotherFile_KeepsEachTextAndItsUndo()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.ChooseExampleAsync("Several files");
        await Expect(editor.Editor).ToContainTextAsync("Several files");
        var (main, others) = await editor.HandedInWithFilesAsync();
        await using var slowed = await editor.SlowDownAsync(4);

        foreach (var (file, text) in ((string, string)[])[("shapes/circle.h", " one"), ("main.cpp", " two"), ("shapes/circle.h", " three"), ("main.cpp", " four")])
        {
            await OpenFileAsync(editor, file);
            await ToTheEndOfTheFirstLineAsync(editor.Page);
            await editor.Page.Keyboard.TypeAsync(text);
        }

        var (typed, typedOthers) = await editor.HandedInWithFilesAsync();
        Assert.Equal(WithFirstLine(main, " two four"), typed);
        Assert.Equal(WithFirstLine(others["shapes/circle.h"], " one three"), typedOthers["shapes/circle.h"]);
        Assert.Equal(others["shapes/circle.cpp"], typedOthers["shapes/circle.cpp"]);
        await OpenFileAsync(editor, "shapes/circle.h");
        await editor.Page.Locator(".view-lines").ClickAsync();
        await editor.UndoAllAsync();
        var (kept, undone) = await editor.HandedInWithFilesAsync();
        Assert.Equal(WithFirstLine(main, " two four"), kept);
        Assert.Equal(others["shapes/circle.h"], undone["shapes/circle.h"]);
    }

    [Fact]
    public async Task Undo_AfterOtherLanguageAndRenamedFile_StillWorks()
    {
        var editor = await fixture.OpenEditorAsync();
        var code = await editor.HandedInAsync();
        await ToTheEndOfTheFirstLineAsync(editor.Page);
        await editor.Page.Keyboard.TypeAsync(" typed");

        await editor.Page.GetByLabel("Language").SelectOptionAsync("c");
        await Expect(editor.Page.GetByRole(AriaRole.Button, new() { Name = "main.c", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(WithFirstLine(code, " typed"), await editor.HandedInAsync());
        await editor.Page.Locator(".view-lines").ClickAsync();
        await editor.UndoAllAsync();
        Assert.Equal(code, await editor.HandedInAsync());

        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Add file" }).ClickAsync();
        await editor.Page.GetByLabel("File name").FillAsync("a.h");
        await editor.Page.Keyboard.PressAsync("Enter");
        await editor.Page.Locator(".view-lines").ClickAsync();
        await editor.Page.Keyboard.TypeAsync("// kept");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Rename a.h" }).ClickAsync();
        await editor.Page.GetByLabel("File name").FillAsync("b.h");
        await editor.Page.Keyboard.PressAsync("Enter");
        var (_, renamed) = await editor.HandedInWithFilesAsync();
        Assert.Equal("// kept", renamed["b.h"]);
        await editor.Page.Locator(".view-lines").ClickAsync();
        await editor.UndoAllAsync();
        Assert.Equal("", (await editor.HandedInWithFilesAsync()).Files["b.h"]);
    }

    [Fact]
    public async Task OpenProgram_WhileTyping_SetsItsTextOnceAndUndoLeadsNowhereElse()
    {
        var editor = await fixture.OpenEditorAsync();
        await ToTheEndOfTheFirstLineAsync(editor.Page);
        await editor.Page.Keyboard.TypeAsync(" mine");

        await editor.ChooseExampleAsync("Sum of numbers, with tests");
        await Expect(editor.Editor).ToContainTextAsync("Sum of numbers");
        var opened = await editor.HandedInAsync();
        Assert.StartsWith("// Sum of numbers, with tests\n", opened, StringComparison.Ordinal);
        await editor.Page.Locator(".view-lines").ClickAsync();
        await editor.UndoAllAsync();
        Assert.Equal(opened, await editor.HandedInAsync());

        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "My programs" }).ClickAsync();
        await editor.Page.GetByRole(AriaRole.Dialog).GetByText("Hello mine").First.ClickAsync();
        await Expect(editor.Editor).ToContainTextAsync("Hello mine");
        Assert.StartsWith("// Hello mine\n", await editor.HandedInAsync(), StringComparison.Ordinal);
    }

    private static async Task TypeAndUndoAsync(EditorPage editor, int slowdown, int keyMilliseconds)
    {
        var code = await editor.HandedInAsync();
        await using var slowed = await editor.SlowDownAsync(slowdown);
        await ToTheEndOfTheFirstLineAsync(editor.Page);

        await editor.Page.Keyboard.TypeAsync(Typed, new() { Delay = keyMilliseconds });

        Assert.Equal(WithFirstLine(code, Typed), await editor.HandedInAsync());
        await Expect(editor.Editor.Locator(".view-line").First).ToHaveTextAsync(FirstLine(code) + Typed, new() { UseInnerText = true });
        await editor.UndoAllAsync();
        Assert.Equal(code, await editor.HandedInAsync());
    }

    private static async Task ToTheEndOfTheFirstLineAsync(IPage page)
    {
        var editor = page.Locator(".view-lines");
        if (await editor.IsVisibleAsync())
            await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.PressAsync("End");
    }

    private static async Task OpenFileAsync(EditorPage editor, string name) =>
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static async Task ImportManyAsync(EditorPage editor)
    {
        var tests = Enumerable.Range(1, ManyTests).Select(static number => new { name = $"case {number}", stdin = $"{number}\n", expectedOutput = $"{number}\n" });
        await editor.ImportTestsAsync("tests.json", System.Text.Json.JsonSerializer.Serialize(tests));
        await Expect(editor.Page.GetByText($"{ManyTests} tests added.")).ToBeVisibleAsync();
    }

    private static string FirstLine(string code) => code[..code.IndexOf('\n', StringComparison.Ordinal)];

    private static string WithFirstLine(string code, string added) => FirstLine(code) + added + code[FirstLine(code).Length..];
}

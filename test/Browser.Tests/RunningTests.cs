using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class RunningTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Run_InputAndArguments_ShowsOutputsApartAndHowItEnded()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.Page.GetByLabel("Standard input").FillAsync("first\nsecond\n");
        await editor.Page.GetByLabel("Arguments").FillAsync("one 'two words'");

        await editor.RunAsync(Programs.Echo);

        await Expect(editor.Verdict).ToHaveTextAsync("Runtime error");
        await Expect(editor.Output).ToHaveTextAsync("first\nsecond\n", new() { UseInnerText = true });
        await Expect(editor.ErrorOutput).ToHaveTextAsync("one\ntwo words\n", new() { UseInnerText = true });
        await Expect(editor.Result.GetByText("Exit code 2")).ToBeVisibleAsync();
        foreach (var fact in (string[])["CPU time", "Wall time", "Peak memory"])
            await Expect(editor.Result.GetByText(fact, new() { Exact = true })).ToBeVisibleAsync();
        await editor.AssertSoundAsync();
    }

    [Fact]
    public async Task Run_CompileError_MarksTheLineAndOpensIt()
    {
        var editor = await fixture.OpenEditorAsync();

        await editor.RunAsync(Programs.Broken);

        await Expect(editor.Verdict).ToHaveTextAsync("Compile error");
        await Expect(editor.Editor.Locator(".squiggly-error")).ToHaveCountAsync(1);
        await editor.Result.GetByRole(AriaRole.Button, new() { Name = "main.cpp:4" }).First.ClickAsync();
        await Expect(editor.Editor.Locator(".active-line-number")).ToHaveTextAsync("4");
        await editor.ShootAsync("compile-error");
        await editor.AssertSoundAsync();
    }

    [Fact]
    public async Task Run_ErrorInHeader_OpensThatFile()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Add file" }).ClickAsync();
        await editor.Page.GetByLabel("File name").FillAsync("lib/broken.h");
        await editor.Page.Keyboard.PressAsync("Enter");
        await editor.WriteAsync("int f() {\n    return nothing;\n}\n");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "main.cpp", Exact = true }).ClickAsync();

        await editor.RunAsync("#include \"lib/broken.h\"\nint main() { return f(); }\n");
        await editor.Result.GetByRole(AriaRole.Button, new() { Name = "lib/broken.h:2" }).First.ClickAsync();

        await Expect(editor.Page.GetByRole(AriaRole.Button, new() { Name = "lib/broken.h", Exact = true })).ToHaveAttributeAsync("aria-current", "true");
        await Expect(editor.Editor.Locator(".active-line-number")).ToHaveTextAsync("2");
        await Expect(editor.Editor.Locator(".squiggly-error")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Run_EndlessLoop_EndsWithItsVerdict()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("CPU time, s").FillAsync("0.3");

        await editor.RunAsync(Programs.Endless);

        await Expect(editor.Verdict).ToHaveTextAsync("Time limit exceeded");
    }

    [Fact]
    public async Task Cancel_RunningProgram_EndsIt()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("Wall time, s").FillAsync("60");
        await editor.RunAsync(Programs.Asleep);
        await Expect(editor.Result.GetByText("Running", new() { Exact = true }).Last).ToBeVisibleAsync();

        await editor.Cancel.ClickAsync();

        await Expect(editor.Verdict).ToHaveTextAsync("Cancelled");
        await Expect(editor.Run).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Run_OneLineASecond_ShowsEachAsItComes()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("Wall time, s").FillAsync("20");

        await editor.RunAsync(Programs.Slow);
        await Expect(editor.Output).ToContainTextAsync("line 2");
        var early = await editor.Output.InnerTextAsync();
        await editor.ShootAsync("live-output");

        Assert.DoesNotContain("line 6", early, StringComparison.Ordinal);
        await Expect(editor.Cancel).ToBeVisibleAsync();
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        await Expect(editor.Output).ToContainTextAsync("line 6");
    }

    [Fact]
    public async Task Run_Crash_SaysWhatTheSignalMeans()
    {
        var editor = await fixture.OpenEditorAsync();

        await editor.RunAsync(Programs.Crash);

        await Expect(editor.Verdict).ToHaveTextAsync("Runtime error");
        await Expect(editor.Result).ToContainTextAsync("SIGSEGV: it touched memory that does not belong to it");
    }

    [Fact]
    public async Task Run_MoreOutputThanTheLimit_IsMarkedAndDownloadedAsKept()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("Output, KiB").FillAsync("100");
        await editor.RunAsync(Programs.Much);
        await Expect(editor.Verdict).ToHaveTextAsync("Output limit exceeded");
        await Expect(editor.Result.GetByText("cut at the limit")).ToBeVisibleAsync();

        var download = await editor.Page.RunAndWaitForDownloadAsync(
            () => editor.Result.GetByRole(AriaRole.Button, new() { Name = "Download Output" }).ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());

        Assert.Equal(100 * 1024, bytes.Length);
        Assert.StartsWith("line 0 of very many\nline 1 ", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HostileOutput_StaysText()
    {
        var editor = await fixture.OpenEditorAsync();

        await editor.RunAsync(Programs.Hostile);

        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        await Expect(editor.Output).ToContainTextAsync("<script>document.title = 'taken'</script><img src=x");
        foreach (var shown in (string[])["<ESC>]8;;https://example.org<BEL>link", "<ESC>[2J<ESC>[H", "<NUL><BEL><BS><DEL><CR>", "<U+202E>desrever<U+202C> \uFFFD\uFFFD"])
            await Expect(editor.Output).ToContainTextAsync(shown);
        Assert.Equal(0, await editor.Output.Locator("a, script, img").CountAsync());
        await Expect(editor.Output.Locator("span", new() { HasTextString = "red" })).ToHaveAttributeAsync("style", "color: var(--ansi-1);");
        Assert.Equal("CodeRunner", await editor.Page.TitleAsync());
        await editor.ShootAsync("hostile-output");
        await editor.AssertSoundAsync();
    }

    [Fact]
    public async Task Run_WrongOption_SaysWhichAndWhy()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("Compile options").FillAsync("-fplugin=evil.so");

        await editor.Run.ClickAsync();

        await Expect(editor.Result.GetByRole(AriaRole.Alert)).ToContainTextAsync("compileOptions[0]");
        await Expect(editor.Result.GetByRole(AriaRole.Alert)).ToContainTextAsync("Correct it and run again.");
    }
}

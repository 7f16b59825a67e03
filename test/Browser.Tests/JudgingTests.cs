using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class JudgingTests(BrowserFixture fixture)
{
    private const string Tests = """
        [{"name":"small","stdin":"1 2\n","expectedOutput":"sum\n3\n"},
         {"name":"wrong","stdin":"10 20\n","expectedOutput":"sum\n31\n"},
         {"name":"any","stdin":"7\n"}]
        """;

    [Fact]
    public async Task RunAll_OneFails_ShowsVerdictsAndWhereItDiffers()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.WriteAsync(Programs.Sum);
        await editor.ImportTestsAsync("tests.json", Tests);

        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Run all tests" }).ClickAsync();

        await Expect(editor.Verdict).ToHaveTextAsync("Wrong answer");
        await Expect(editor.Page.GetByText("2 of 3 tests passed")).ToBeVisibleAsync();
        await Expect(Row(editor, "small")).ToContainTextAsync("Accepted");
        await Expect(Row(editor, "any")).ToContainTextAsync("Accepted");
        await Expect(Row(editor, "wrong")).ToContainTextAsync("Wrong answer");
        await Row(editor, "wrong").ClickAsync();
        await Expect(editor.Page.Locator("mark")).ToHaveTextAsync(["1", "0"]);
        await editor.ShootAsync("tests");
        await editor.AssertSoundAsync();
    }

    [Fact]
    public async Task ExportThenImport_JsonAndZip_GivesTheSameTests()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.ImportTestsAsync("tests.json", Tests);
        foreach (var (button, file) in ((string, string)[])[("Export JSON", "tests.json"), ("Export zip", "tests.zip")])
        {
            var download = await editor.Page.RunAndWaitForDownloadAsync(() => editor.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
            Assert.Equal(file, download.SuggestedFilename);
            var before = await editor.Page.GetByRole(AriaRole.Listitem).CountAsync();

            var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
            await editor.Page.GetByLabel("Files with tests").SetInputFilesAsync(new FilePayload { Name = file, MimeType = "application/octet-stream", Buffer = bytes });

            await Expect(editor.Page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(before == 3 ? 6 : 12);
        }
    }

    [Fact]
    public async Task Import_Folder_PairsInputsWithOutputs()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.WriteAsync(Programs.Sum);
        await editor.OpenTabAsync("Tests");
        var folder = Directory.CreateTempSubdirectory("coderunner-browser-");
        foreach (var (name, content) in ((string, string)[])[("1.in", "1"), ("1.out", "sum\n1\n"), ("2.in", "2"), ("2.out", "sum\n2\n")])
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content);

        await editor.Page.GetByLabel("Folder with tests").SetInputFilesAsync(folder.FullName);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Run all tests" }).ClickAsync();

        await Expect(editor.Page.GetByText("2 of 2 tests passed")).ToBeVisibleAsync();
        folder.Delete(recursive: true);
    }

    private static ILocator Row(EditorPage editor, string name) =>
        editor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasTextString = name }).GetByRole(AriaRole.Button).First;
}

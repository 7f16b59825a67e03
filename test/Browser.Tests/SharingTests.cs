using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class SharingTests(BrowserFixture fixture)
{
    [Fact]
    public async Task SharedLink_SecondBrowser_ShowsProgramAndResultReadOnly()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.Page.GetByLabel("Standard input").FillAsync("shared input\n");
        await editor.RunAsync(Programs.Echo);
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Share" }).ClickAsync();
        var link = await editor.Page.GetByLabel("Link").InputValueAsync();
        await editor.AssertSoundAsync();

        var other = await EditorPage.OpenAsync(await fixture.NewPageAsync(), link);

        await Expect(other.Verdict).ToHaveTextAsync("Finished");
        await Expect(other.Output).ToHaveTextAsync("shared input\n", new() { UseInnerText = true });
        await Expect(other.Editor).ToContainTextAsync("std::getline");
        await other.ShootAsync("shared");
        await other.Page.Locator(".view-lines").ClickAsync();
        await other.Page.Keyboard.TypeAsync("zzz");
        await Expect(other.Editor).Not.ToContainTextAsync("zzz");
        await other.AssertSoundAsync();

        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Edit a copy" }).ClickAsync();
        await other.WaitForMonacoAsync();
        await Expect(other.Run).ToBeVisibleAsync();
        await Expect(other.Editor).ToContainTextAsync("std::getline");
        await Expect(other.Page.GetByLabel("Standard input")).ToHaveValueAsync("shared input\n");
    }

    [Theory]
    [InlineData("00000000-0000-4000-8000-000000000000", "There is no such program")]
    [InlineData("nonsense", "This link is not complete")]
    public async Task SharedLink_NoSuchJob_SaysWhy(string id, string told)
    {
        var page = await fixture.NewPageAsync();

        await page.GotoAsync($"{fixture.Server.Address}/?job={id}");

        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync(told);
    }

    [Fact]
    public async Task Reload_AfterTyping_BringsBackTheDraftAndTheResult()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.Page.GetByLabel("Standard input").FillAsync("kept\n");
        await editor.RunAsync(Programs.Echo);
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");

        await editor.Page.ReloadAsync();
        await editor.WaitForMonacoAsync();

        await Expect(editor.Page.GetByLabel("Standard input")).ToHaveValueAsync("kept\n");
        await Expect(editor.Editor).ToContainTextAsync("std::getline");
        await Expect(editor.Output).ToHaveTextAsync("kept\n", new() { UseInnerText = true });
    }

    [Fact]
    public async Task MyPrograms_AfterARun_ListsDraftAndRun()
    {
        var editor = await fixture.OpenEditorAsync();
        await editor.RunAsync("// My first one\n" + Programs.Echo);
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
        await editor.ChooseExampleAsync("Several files");

        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "My programs" }).ClickAsync();
        await editor.OpenTabAsync("Runs");
        await Expect(editor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Finished");
        await editor.ShootAsync("my-programs");
        await editor.AssertSoundAsync();
        await editor.OpenTabAsync("Drafts");
        await editor.Page.GetByRole(AriaRole.Dialog).GetByText("My first one").First.ClickAsync();

        await Expect(editor.Editor).ToContainTextAsync("My first one");
        await Expect(editor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }
}

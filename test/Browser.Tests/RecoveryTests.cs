using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class RecoveryTests(BrowserFixture fixture)
{
    [Fact]
    public async Task ServerKilledAndRestarted_JobRuns_PageRecoversAndShowsTheResult()
    {
        await using var server = await TestServer.StartAsync();
        var editor = await EditorPage.OpenAsync(await fixture.NewPageAsync(), server.Address);
        await editor.OpenTabAsync("Options");
        await editor.Page.GetByLabel("Wall time, s").FillAsync("30");
        await editor.RunAsync(Programs.Slow);
        await Expect(editor.Output).ToContainTextAsync("line 2");

        await server.KillAsync();
        await Expect(editor.Result).ToContainTextAsync("The server does not answer. Trying again");
        await editor.ShootAsync("server-away");
        await server.StartAgainAsync();

        await Expect(editor.Verdict).ToHaveTextAsync("Finished", new() { Timeout = 90_000 });
        await Expect(editor.Output).ToHaveTextAsync("line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n", new() { UseInnerText = true });
    }

    [Fact]
    public async Task Run_QueueIsFull_CountsDownAndHandsInAgain()
    {
        var editor = await fixture.OpenEditorAsync();
        var refused = false;
        await editor.Page.RouteAsync("**/run", async route =>
        {
            if (refused)
            {
                await route.ContinueAsync();
                return;
            }

            refused = true;
            await route.FulfillAsync(new()
            {
                Status = 429,
                ContentType = "application/problem+json",
                Headers = new Dictionary<string, string> { ["Retry-After"] = "3" },
                Body = """{"success":false,"error":"This client has too much waiting."}""",
            });
        });

        await editor.Run.ClickAsync();

        await Expect(editor.Result).ToContainTextAsync("This client has too much waiting. Trying again in 3 s.");
        await Expect(editor.Result).ToContainTextAsync("Trying again in 2 s.");
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
    }
}

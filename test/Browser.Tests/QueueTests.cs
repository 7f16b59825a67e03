using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class QueueTests(BrowserFixture fixture)
{
    // Longer than the test: the programs before the page's own end when they are told to.
    private const int WallTimeMs = 60_000;

    [Fact]
    public async Task Run_OthersWaitBefore_ShowsThePlaceInTheQueueAndMovesUp()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string> { ["Slots__Count"] = "1" });
        var engine = server.Client;
        var before = new List<Guid>();
        for (var i = 0; i < 3; i++)
            before.Add(await engine.SubmitAsync(Programs.Request(Programs.Asleep, wallTimeMs: WallTimeMs)));
        var editor = await EditorPage.OpenAsync(await fixture.NewPageAsync(), server.Address);

        await editor.RunAsync(Programs.Echo);

        await Expect(editor.Result).ToContainTextAsync("Waiting, number 3 in the queue");
        await editor.ShootAsync("queued");
        await editor.AssertSoundAsync();

        Assert.True(await engine.CancelAsync(before[1]));
        await Expect(editor.Result).ToContainTextAsync("Waiting, number 2 in the queue");
        Assert.True(await engine.CancelAsync(before[2]));
        await Expect(editor.Result).ToContainTextAsync("Waiting, number 1 in the queue");
        Assert.True(await engine.CancelAsync(before[0]));
        await Expect(editor.Verdict).ToHaveTextAsync("Finished");
    }
}

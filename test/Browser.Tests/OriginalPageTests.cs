using System.Net;
using CodeRunner.Browser.Tests.Hosting;
using CodeRunner.Kit;

namespace CodeRunner.Browser.Tests;

/// <summary>A page that knows no more than the original project's does, from another origin.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OriginalPageTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("#include <iostream>\nint main() { std::cout << \"from elsewhere\\n\"; }", "from elsewhere\n")]
    [InlineData("int main() { return nothing; }", "error: ‘nothing’ was not declared in this scope")]
    public async Task OtherOrigin_PostsAndPolls_ShowsOutput(string code, string shown)
    {
        var port = Ports.Free();
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        listener.Start();
        var serving = ServeAsync(listener);
        var page = await fixture.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{port}/?port={fixture.Server.Port}");
        await page.GetByLabel("Code").FillAsync(code);

        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await Expect(page.Locator("#output")).ToContainTextAsync(shown, new() { UseInnerText = true });
        listener.Stop();
        await serving;
    }

    private static async Task ServeAsync(HttpListener listener)
    {
        var page = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "original.html"));
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.OutputStream.WriteAsync(page);
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException && !listener.IsListening)
        {
            // Stopped: the test is over.
        }
    }
}

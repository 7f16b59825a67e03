using System.Net;
using CodeRunner.Browser.Tests.Hosting;

namespace CodeRunner.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ServingTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("", null)]
    public async Task Asset_AcceptedEncoding_IsServedCompressedAndKeptForEver(string accepted, string? encoding)
    {
        using var client = new HttpClient { BaseAddress = new Uri(fixture.Server.Address) };
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        var path = page.Split('"').First(static part => part.StartsWith("/assets/index-", StringComparison.Ordinal) && part.EndsWith(".js", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal); // Every file has one.
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
    }

    [Fact]
    public async Task Page_Head_HasNoBodyAndIsAskedForEachTime()
    {
        using var client = new HttpClient { BaseAddress = new Uri(fixture.Server.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoCache);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }
}

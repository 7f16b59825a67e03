using System.Net.Http.Json;
using System.Text.Json;

namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>The HTTP interface, for what a test does beside the page.</summary>
internal sealed class ApiClient(string address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(address) };

    /// <summary>Hands in a C++ program.</summary>
    /// <param name="code">The program.</param>
    /// <param name="expected">What it must write to be accepted.</param>
    /// <param name="waitSeconds">How long to wait for its result.</param>
    /// <param name="wallTimeMs">How long it may take.</param>
    /// <returns>Its job id.</returns>
    public async Task<string> RunAsync(string code, string? expected = null, int waitSeconds = 0, int wallTimeMs = 6000)
    {
        object[]? tests = expected is null ? null : [new { expectedOutput = expected }];
        var body = new Dictionary<string, object> { ["language"] = "cpp", ["code"] = code, ["limits"] = new { wallTimeMs } };
        if (tests is not null)
            body["tests"] = tests;
        using var answer = await _client.PostAsJsonAsync(new Uri($"/run?wait={waitSeconds}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobId").GetString()!; // Every job has an id.
    }

    public async Task CancelAsync(string jobId)
    {
        using var answer = await _client.PostAsync(new Uri($"/cancel?id={jobId}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}

using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Abuse;

/// <summary>One client fills the disk with large inputs; it is stopped at its bound, and another one, at another address, is served all the same.</summary>
public sealed class StorageAbuseTests : IDisposable
{
    private const int Posts = 30;
    private const int InputBytes = 15 << 20;
    private const int BoundMiB = 64;
    private const int Fitting = BoundMiB / 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Fact]
    public async Task Post_LargeInputs_AreRefusedAtTheBoundAndNobodyElse()
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.Combine("data"), null, "--Slots:Count=2", $"--Submissions:ClientStoredMiB={BoundMiB}", "--Submissions:ClientStoredRetryAfter=00:00:42");
        using var abuser = new HttpClient { BaseAddress = server.Address };
        using var access = new ServerAccess(server.Address);
        var client = access.Client;
        using var neighbour = new Neighbour(server);

        // They run for longer than the posts take, so that nothing has ended and been made smaller meanwhile.
        var request = $$"""
            {"language":"c","code":"#include <unistd.h>\nint main(void) { sleep(15); return 0; }\n","limits":{"wallTimeMs":60000},"stdin":"{{new string('x', InputBytes)}}"}
            """;
        List<Guid> accepted = [];
        for (var i = 0; i < Posts; i++)
        {
            using var body = new StringContent(request, Encoding.UTF8, "application/json");
            using var response = await abuser.PostAsync(new Uri("/run", UriKind.Relative), body);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                accepted.Add(answer.RootElement.GetProperty("jobId").GetGuid());
                continue;
            }

            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Contains($"{BoundMiB} MiB", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(42), response.Headers.RetryAfter?.Delta);
        }

        Assert.InRange(accepted.Count, 1, Fitting);
        await neighbour.GreetAsync(1);

        foreach (var id in accepted)
        {
            Assert.Equal(JobState.Completed, (await client.WaitAsync(id, Patience)).State);
        }

        neighbour.CheckMemory();
    }

    public void Dispose() => _folder.Dispose();
}

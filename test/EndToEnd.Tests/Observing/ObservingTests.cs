using System.Net;
using System.Text.Json;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>What an operator sees of a server with all of it turned on.</summary>
public sealed class ObservingTests(ObservedServer observed) : IClassFixture<ObservedServer>
{
    // Nothing has asked a cache yet.
    private const string NotYet = "coderunner.cache.requests";

    private static readonly TimeSpan Arrives = TimeSpan.FromSeconds(20);

    private static readonly RunRequest Request = new()
    {
        Language = "c",
        Code = "#include <stdio.h>\nint main(void) { puts(\"hello\"); }\n",
        Tests = [new RunTest("first", ""), new RunTest("second", "", "something else")],
    };

    [Fact]
    public async Task Metrics_OfARun_AreThoseOfTheTableInTheDocs()
    {
        await observed.Client.RunAsync(Request);
        var documented = MetricsTable.Read();

        var scraped = Scrape.Parse(await observed.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

        Assert.Equal(
            documented.Where(metric => metric.Name != NotYet || scraped.ContainsKey(metric.PrometheusName)).Select(static metric => $"{metric.PrometheusName} {metric.Tags}").Order(StringComparer.Ordinal),
            scraped.Where(static metric => metric.Key.StartsWith("coderunner_", StringComparison.Ordinal)).Select(static metric => $"{metric.Key} {metric.Value}").Order(StringComparer.Ordinal));
        Assert.Contains("http_server_request_duration_seconds", scraped.Keys);
        Assert.Contains("orleans_catalog_activations", scraped.Keys);
        Assert.Contains("dotnet_process_cpu_time_seconds_total", scraped.Keys);
    }

    [Fact]
    public async Task Traces_OneSubmission_IsOneTrace()
    {
        var id = await observed.Client.SubmitAsync(Request);
        await observed.Client.WaitAsync(id, TimeSpan.FromMinutes(1));

        List<Span> trace = [];
        var complete = await Eventually.IsTrueAsync(
            () =>
            {
                var spans = observed.Spans.Spans.ToList();
                var root = spans.FirstOrDefault(static span => span.Name == "POST /run");
                trace = [.. spans.Where(span => span.Trace == root?.Trace)];
                return Task.FromResult(trace.Any(static span => span.Name == "execute"));
            },
            Arrives);

        var seen = string.Join('\n', observed.Spans.Spans);
        Assert.True(complete, seen);
        var post = Assert.Single(trace, static span => span.Name == "POST /run");
        var execute = Assert.Single(trace, static span => span.Name == "execute");
        Assert.Equal(post.Id, execute.Parent);
        Assert.Equal(post.Id, Assert.Single(trace, static span => span.Name == "queue").Parent);
        var steps = trace.Where(static span => span.Source == "CodeRunner.Sandbox").OrderBy(static span => span.StartedAt).ToList();
        Assert.Equal(["compile", "test", "test"], steps.Select(static span => span.Name));
        Assert.All(steps, step => Assert.Equal(execute.Id, step.Parent));
        Assert.Contains(trace, span => span.Name.Contains("CompleteAsync", StringComparison.Ordinal) && span.StartedAt >= execute.StartedAt);
        Assert.Contains(trace, span => span.Name.Contains("SubmitAsync", StringComparison.Ordinal));

        // What the cluster does by itself is no trace of its own.
        Assert.DoesNotContain(observed.Spans.Spans, static span => span.Parent.Length == 0 && !span.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cluster_AfterARun_HasCountedIt()
    {
        var before = (await GetClusterAsync()).GetProperty("totals").GetProperty("finished").GetProperty("wrong_answer").GetInt64();
        await observed.Client.RunAsync(Request);

        JsonElement cluster = default;
        var counted = await Eventually.IsTrueAsync(
            async () => (cluster = await GetClusterAsync()).GetProperty("totals").GetProperty("finished").GetProperty("wrong_answer").GetInt64() == before + 1,
            Arrives);

        Assert.True(counted, cluster.GetRawText());
        var silo = Assert.Single(cluster.GetProperty("silos").EnumerateArray());
        Assert.Equal("active", silo.GetProperty("status").GetString());
        Assert.StartsWith("native", silo.GetProperty("sandbox").GetString(), StringComparison.Ordinal);
        Assert.Contains(silo.GetProperty("languages").EnumerateArray(), static language => language.GetProperty("id").GetString() == "cpp");
        Assert.True(cluster.GetProperty("queue").GetProperty("shards")[0].GetProperty("reachable").GetBoolean());
        var totals = cluster.GetProperty("totals");
        Assert.True(totals.GetProperty("runSeconds").GetDouble() > 0);
        Assert.Equal(totals.GetProperty("accepted").GetInt64(), totals.GetProperty("leased").GetInt64());
    }

    [Fact]
    public async Task Logs_AsJson_SayWhoseSubmissionItIs()
    {
        var id = (await observed.Client.RunAsync(Request)).JobId;

        JsonElement entry = default;
        var found = await Eventually.IsTrueAsync(
            () => Task.FromResult((entry = observed.LogEntries().FirstOrDefault(line => IsAbout(line, id))).ValueKind == JsonValueKind.Object), Arrives);

        Assert.True(found);
        Assert.Equal(1, entry.GetProperty("State").GetProperty("Attempt").GetInt32());
        Assert.Contains(entry.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("Id", out var value) && value.GetString() == id.ToString());
    }

    [Fact]
    public async Task Dashboard_WithoutTheKey_IsRefusedWhole()
    {
        using var stranger = new HttpClient { BaseAddress = observed.Http.BaseAddress };
        foreach (var path in new[] { "/dashboard", "/dashboard/", "/dashboard/index.min.js", "/dashboard/ClusterStats", "/dashboard/DashboardCounters", "/cluster" })
        {
            using var refused = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(refused.StatusCode == HttpStatusCode.Unauthorized, $"{path}: {refused.StatusCode}");
        }

        using var page = await observed.Http.GetAsync(new Uri("/dashboard/", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("DispatcherGrain", await observed.Http.GetStringAsync(new Uri("/dashboard/DashboardCounters", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static bool IsAbout(JsonElement line, Guid id) =>
        line.GetProperty("Category").GetString()!.EndsWith("ExecutorGrain", StringComparison.Ordinal)
        && line.GetProperty("State").TryGetProperty("Id", out var value) && value.GetString() == id.ToString();

    private async Task<JsonElement> GetClusterAsync()
    {
        using var document = JsonDocument.Parse(await observed.Http.GetStringAsync(new Uri("/cluster", UriKind.Relative)));
        return document.RootElement.Clone();
    }
}

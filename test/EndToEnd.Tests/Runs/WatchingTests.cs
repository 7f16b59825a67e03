using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Http;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>Following a submission while it runs: events and waiting.</summary>
[Collection(EngineTests.Name)]
public sealed class WatchingTests(EngineFixture engine)
{
    private const string SlowTalker = """
        #include <iostream>
        #include <unistd.h>
        int main() {
            for (int i = 0; i < 5; ++i) { std::cout << "tick " << i << std::endl; usleep(300'000); }
            std::cerr << "done\n";
        }
        """;

    [Fact]
    public async Task Events_ProgramTalksSlowly_OutputArrivesBeforeItEnds()
    {
        var id = await engine.Client.SubmitAsync(new RunRequest { Code = SlowTalker });

        var events = new List<EngineEvent>();
        string? stateAtFirstOutput = null;
        await foreach (var item in engine.Client.EventsAsync(id))
        {
            events.Add(item);
            if (item.Type == "output")
            {
                stateAtFirstOutput ??= (await engine.Client.StatusAsync(id)).State;
            }
        }

        Assert.Equal("running", stateAtFirstOutput);
        Assert.Equal("tick 0\ntick 1\ntick 2\ntick 3\ntick 4\n", Output(events, "stdout"));
        Assert.Equal("done\n", Output(events, "stderr"));
        Assert.Equal("result", events[^1].Type);
        Assert.Equal("accepted", events[^1].Data.GetProperty("verdict").GetString());
        Assert.Equal(id, events[^1].Data.GetProperty("jobId").GetGuid());
        Assert.Single(events, static item => item.Type == "result");
        Assert.Contains(events, static item => item.Type == "state" && item.Data.GetProperty("state").GetString() == "running");
        Assert.Equal(events.Select(static item => item.Id).Distinct().Count(), events.Count);
    }

    [Fact]
    public async Task Events_ReconnectWithLastEventId_GoesOnWhereItStopped()
    {
        var id = await engine.Client.SubmitAsync(new RunRequest { Code = SlowTalker });
        var first = new List<EngineEvent>();
        await foreach (var item in engine.Client.EventsAsync(id))
        {
            first.Add(item);
            if (item.Type == "output")
            {
                break;
            }
        }

        var second = await engine.Client.EventsAsync(id, first[^1].Id).ToListAsync();

        Assert.Equal("tick 0\ntick 1\ntick 2\ntick 3\ntick 4\n", Output(first.Concat(second), "stdout"));
        Assert.Equal("result", second[^1].Type);
    }

    [Fact]
    public async Task Events_Finished_GivesTheResultAtOnce()
    {
        var status = await engine.Client.RunAsync(new RunRequest { Code = "int main() { return 3; }" });

        var events = await engine.Client.EventsAsync(status.JobId).ToListAsync();

        var only = Assert.Single(events);
        Assert.Equal("result", only.Type);
        Assert.Equal(3, only.Data.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Events_SeveralTests_TellEachInOrder()
    {
        var id = await engine.Client.SubmitAsync(new RunRequest
        {
            Code = "#include <cstdio>\nint main() { return std::getchar() - '0'; }",
            Tests = [new("a", "0"), new("b", "1"), new("c", "0")],
        });

        var events = await engine.Client.EventsAsync(id).ToListAsync();

        var tests = events.Where(static item => item.Type == "test")
            .Select(static item => (item.Data.GetProperty("test").GetInt32(), item.Data.GetProperty("verdict").GetString()));
        Assert.Equal([(1, "accepted"), (2, "runtime_error"), (3, "accepted")], tests);
    }

    [Fact]
    public async Task Run_Wait_AnswersWithTheResult()
    {
        using var response = await engine.Client.Http.PostAsync(
            new Uri("/run?wait=30", UriKind.Relative),
            new StringContent("""{"language":"cpp","code":"int main() { return 7; }"}""", System.Text.Encoding.UTF8, "application/json"));

        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(7, body.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal("completed", body.RootElement.GetProperty("state").GetString());
    }

    private static string Output(IEnumerable<EngineEvent> events, string stream) => string.Concat(events
        .Where(item => item.Type == "output" && item.Data.GetProperty("stream").GetString() == stream)
        .Select(static item => item.Data.GetProperty("data").GetString()));
}

using CodeRunner.EndToEnd.Tests.Hosting;

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
        var id = await engine.Client.SubmitAsync(new RunRequest { Language = "cpp", Code = SlowTalker });

        var events = new List<JobEvent>();
        JobState? stateAtFirstOutput = null;
        await foreach (var item in engine.Client.WatchAsync(id))
        {
            events.Add(item);
            if (item is OutputEvent)
            {
                stateAtFirstOutput ??= (await engine.Client.GetAsync(id)).State;
            }
        }

        Assert.Equal(JobState.Running, stateAtFirstOutput);
        Assert.Equal("tick 0\ntick 1\ntick 2\ntick 3\ntick 4\n", Output(events, OutputStream.Stdout));
        Assert.Equal("done\n", Output(events, OutputStream.Stderr));
        var result = Assert.IsType<ResultEvent>(events[^1]).Status;
        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal(id, result.JobId);
        Assert.Single(events, static item => item is ResultEvent);
        Assert.Contains(events, static item => item is StateEvent { State: JobState.Running });
        Assert.Equal(events.Select(static item => item.Id).Distinct().Count(), events.Count);
    }

    [Fact]
    public async Task Events_ReconnectWithLastEventId_GoesOnWhereItStopped()
    {
        var id = await engine.Client.SubmitAsync(new RunRequest { Language = "cpp", Code = SlowTalker });
        var first = new List<JobEvent>();
        await foreach (var item in engine.Client.WatchAsync(id))
        {
            first.Add(item);
            if (item is OutputEvent)
            {
                break;
            }
        }

        var second = await engine.Client.WatchAsync(id, first[^1].Id).ToListAsync();

        Assert.Equal("tick 0\ntick 1\ntick 2\ntick 3\ntick 4\n", Output(first.Concat(second), OutputStream.Stdout));
        Assert.IsType<ResultEvent>(second[^1]);
    }

    [Fact]
    public async Task Events_Finished_GivesTheResultAtOnce()
    {
        var status = await engine.Client.RunAsync(new RunRequest { Language = "cpp", Code = "int main() { return 3; }" });

        var events = await engine.Client.WatchAsync(status.JobId).ToListAsync();

        var only = Assert.Single(events);
        Assert.Equal(3, Assert.IsType<ResultEvent>(only).Status.ExitCode);
    }

    [Fact]
    public async Task Events_SeveralTests_TellEachInOrder()
    {
        var id = await engine.Client.SubmitAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main() { return std::getchar() - '0'; }",
            Tests = [new("a", "0"), new("b", "1"), new("c", "0")],
        });

        var events = await engine.Client.WatchAsync(id).ToListAsync();

        var tests = events.OfType<TestEvent>().Select(static item => (item.Test, item.Verdict));
        Assert.Equal([(1, Verdict.Accepted), (2, Verdict.RuntimeError), (3, Verdict.Accepted)], tests);
    }

    [Fact]
    public async Task Run_Wait_AnswersWithTheResult()
    {
        using var response = await engine.Http.PostAsync(
            new Uri("/run?wait=30", UriKind.Relative),
            new StringContent("""{"language":"cpp","code":"int main() { return 7; }"}""", System.Text.Encoding.UTF8, "application/json"));

        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(7, body.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal("completed", body.RootElement.GetProperty("state").GetString());
    }

    private static string Output(IEnumerable<JobEvent> events, OutputStream stream) =>
        string.Concat(events.OfType<OutputEvent>().Where(item => item.Stream == stream).Select(static item => item.Data));
}

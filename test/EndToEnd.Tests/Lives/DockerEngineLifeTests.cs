using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>What happens to the Docker engine happens to nobody's submission.</summary>
public sealed class DockerEngineLifeTests(OwnEngineFixture fixture) : IClassFixture<OwnEngineFixture>, IDisposable
{
    private const int Submissions = 50;
    private const int FinishedBefore = 5;
    private static readonly TimeSpan Notices = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan End = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("KILL", true)]
    [InlineData("STOP", false)]
    public async Task Engine_GoneAmidSubmissions_AllFinishAsIfNothingWas(string signal, bool restart)
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.Combine("data"), environment: null, "--Sandbox:Kind=docker", $"--Sandbox:Docker:Endpoint={fixture.Engine.Address}", "--Sandbox:Docker:PingTimeout=00:00:02");
        var ids = await Task.WhenAll(Enumerable.Range(0, Submissions).Select(number => server.Client.SubmitAsync(Program(number))));
        await Task.WhenAll(ids.Take(FinishedBefore).Select(id => server.Client.WaitAsync(id, End)));

        await fixture.Engine.SignalAsync(signal);
        Assert.True(await Eventually.IsTrueAsync(async () => !await server.Client.IsReadyAsync(), Notices), server.Log);
        await (restart ? fixture.Engine.RestartAsync() : fixture.Engine.SignalAsync("CONT"));

        foreach (var (number, id) in ids.Index())
        {
            var status = await server.Client.WaitAsync(id, End);
            Assert.Equal((JobState.Completed, Verdict.Accepted, 1, $"{number}\n"), (status.State, status.Verdict, status.Attempts, status.Stdout));
        }

        Assert.True(await Eventually.IsTrueAsync(() => server.Client.IsReadyAsync(), Notices), server.Log);
        Assert.False(server.HasExited);
    }

    private static RunRequest Program(int number) => new()
    {
        Language = "c",
        Code = $"#include <stdio.h>\n#include <unistd.h>\nint main(void) {{ usleep(200000); printf(\"%d\\n\", {number}); }}",
    };
}

/// <summary>The engine that these tests kill.</summary>
public sealed class OwnEngineFixture : IAsyncLifetime
{
    private DockerEngine? _engine;

    internal DockerEngine Engine => _engine ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _engine = await DockerEngine.StartOwnAsync();

    public async Task DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }
}

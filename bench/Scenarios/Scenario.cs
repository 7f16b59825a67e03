using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Measuring;
using CodeRunner.Client;

namespace CodeRunner.Bench.Scenarios;

/// <summary>What all scenarios work with.</summary>
/// <param name="Server">The server that is measured.</param>
/// <param name="Client">A client of it.</param>
/// <param name="Bare">The bare way.</param>
/// <param name="MakeFolder">Makes an empty folder, which goes when all is over.</param>
/// <param name="Redis">The connection string of the Redis that the burst's server stores in; null: SQLite.</param>
internal sealed record Ground(ServerProcess Server, CodeRunnerClient Client, BareCompiler Bare, Func<string> MakeFolder, string? Redis);

/// <summary>One thing that is measured, round by round.</summary>
internal abstract class Scenario
{
    public abstract string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Brings what is measured into the state that it keeps.</summary>
    public virtual Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Measures one round.</summary>
    public abstract Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken);

    /// <summary>A result that is not the expected one is worth no measurement.</summary>
    protected static void Require(JobStatus status, string? output = null)
    {
        if (status.Verdict != Verdict.Accepted || (output is not null && status.Output != output))
            throw new BenchException($"{status.JobId} ended as {status.State}, {status.Verdict}: {status.Message} {status.Output}");
    }
}

using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Bench.Engine;

/// <summary>The server as it is, but for what compiles and runs: that waits a millisecond and says "accepted".</summary>
internal static class SimulatedServer
{
    /// <summary>The argument that makes this program one.</summary>
    public const string Command = "serve-simulated";

    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs one until it is stopped.</summary>
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddCodeRunnerSilo();
        builder.Services.AddGateway();
        builder.Services.AddLanguageDirectory();
        var real = builder.Services.Last(static service => service.ServiceType == typeof(ISubmissionRunner)).ImplementationType
            ?? throw new BenchException("The runner is registered in an unknown way.");
        builder.Services.AddSingleton<ISubmissionRunner>(provider => new Runner(
            (ISubmissionRunner)ActivatorUtilities.CreateInstance(provider, real), provider.GetRequiredService<SandboxReadiness>()));
        var app = builder.Build();
        app.MapGateway();
        await app.RunAsync();
    }

    /// <summary>The self-test needs the real one.</summary>
    private sealed class Runner(ISubmissionRunner real, SandboxReadiness readiness) : ISubmissionRunner
    {
        public async Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken)
        {
            if (!readiness.Reasons.IsEmpty)
                return await real.RunAsync(request, observer, cancellationToken);
            observer.OnProgress(1, 1);
            await Task.Delay(Time, cancellationToken);
            var usage = new Usage(Time, Time, default);
            var test = new TestResult { Name = "1", Verdict = Verdict.Accepted, ExitCode = 0, Usage = usage };
            observer.OnTestFinished(1, test);
            return new SubmissionResult { Verdict = Verdict.Accepted, Tests = [test] };
        }
    }
}

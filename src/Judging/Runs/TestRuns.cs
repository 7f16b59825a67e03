using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Verdicts;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;

namespace CodeRunner.Judging.Runs;

/// <summary>Runs the tests of one submission, one after the other: in one sandbox as long as that lasts, or each in a fresh one where the request wants that.</summary>
internal sealed class TestRuns(
    ISandboxPool pool, SubmissionRequest request, Artifact artifact, RunOptions options, OutputBudget budget, IRunObserver observer)
{
    private readonly WallTimeBudget _wallTime = new(request.Limits);

    /// <summary>Runs the tests up to the last, or to the first failure where the request wants that.</summary>
    public async Task<ImmutableArray<TestResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<TestResult>(request.Tests.Length);
        foreach (var earlier in observer.Earlier)
        {
            budget.Spend(earlier);
            _wallTime.Spend(earlier);
            results.Add(earlier);
        }

        ISandbox? sandbox = null;
        try
        {
            foreach (var test in request.Tests.Skip(results.Count))
            {
                if (_wallTime.IsSpent)
                {
                    results.Add(_wallTime.NotRun(test));
                    observer.OnTestFinished(results.Count, results[^1]);
                    if (request.StopOnFirstFailure)
                        break;
                    continue;
                }

                var number = results.Count + 1;
                observer.OnProgress(number, request.Tests.Length);
                using var span = JudgingInstruments.Source.StartActivity("test");
                sandbox ??= await RentAsync(cancellationToken);
                var exit = await sandbox.RunAsync(Command(test), new Sink(observer, number), cancellationToken);
                Overload.ThrowIfExplains(exit, "the program");
                Overload.ThrowIfExplains(_wallTime.Within(exit), "the program");
                if (exit.SandboxLost || request.Isolation == Isolation.Test)
                {
                    var lost = sandbox;
                    sandbox = null;
                    await lost.DisposeAsync();
                }

                var result = Judge(test, exit);
                results.Add(result);
                _wallTime.Spend(result, exit.OutsideWait);
                JudgingInstruments.Describe(span, number, result);
                observer.OnTestFinished(number, result);
                if (request.StopOnFirstFailure && result.Verdict != Verdict.Accepted)
                    break;
            }
        }
        finally
        {
            if (sandbox is not null)
                await sandbox.DisposeAsync();
        }

        return results.ToImmutable();
    }

    private async Task<ISandbox> RentAsync(CancellationToken cancellationToken)
    {
        var sandbox = await pool.RentAsync(SandboxStage.Run, artifact.Language, cancellationToken);
        try
        {
            foreach (var file in artifact.Files)
                await sandbox.PutAsync(file, cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    private ProcessSpec Command(TestCase test) => new()
    {
        Command = [.. artifact.Command, .. request.Args],
        Environment = RunOptions.EnvironmentFor(request.Limits),
        Stdin = test.Stdin,
        Limits = options.ToLimits(_wallTime.Next, test.ExpectedOutput),
    };

    private TestResult Judge(TestCase test, ProcessExit exit)
    {
        // The whole output is judged, whatever part of it the result then keeps.
        var judgement = _wallTime.Explain(VerdictRules.Judge(exit, test, request.Checker, _wallTime.Next), exit);
        var kept = budget.Keep(exit);
        return new TestResult
        {
            Name = test.Name,
            Verdict = judgement.Verdict,
            Stdout = kept.Stdout,
            Stderr = kept.Stderr,
            StdoutTruncated = kept.StdoutTruncated,
            StderrTruncated = kept.StderrTruncated,
            ExitCode = exit.ExitCode,
            Signal = judgement.Signal,
            Usage = exit.Usage,
            Message = judgement.Message,
        };
    }

    private sealed class Sink(IRunObserver observer, int test) : IOutputSink
    {
        public void Write(OutputStream stream, ReadOnlySpan<byte> data) => observer.OnOutput(test, stream, data);
    }
}

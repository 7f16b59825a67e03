using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Runs;

/// <summary>Compiles and runs whole submissions: what the grains know of this project.</summary>
public interface ISubmissionRunner
{
    /// <summary>Compiles once, runs every test, judges.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="observer">Sees what happens as it happens.</param>
    /// <param name="cancellationToken">Kills the sandbox at once.</param>
    /// <returns>The result, without attempts and times, which the caller knows.</returns>
    /// <exception cref="SandboxException">The engine failed; try again.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken);
}

/// <summary>Sees a run as it happens. Called from one thread at a time; must not block.</summary>
public interface IRunObserver
{
    /// <summary>The first tests' results, where the submission has run before and gave its slot up between two tests: they are not run again.</summary>
    ImmutableArray<TestResult> Earlier => [];

    /// <summary>The compiler (test 0) or a test (from 1) begins.</summary>
    void OnProgress(int test, int tests);

    /// <summary>The compiler has made a program, and the tests come next.</summary>
    void OnCompiled(CompileResult result)
    {
    }

    /// <summary>The program wrote something; <paramref name="data"/> is only valid during the call.</summary>
    void OnOutput(int test, OutputStream stream, ReadOnlySpan<byte> data);

    /// <summary>A test ended.</summary>
    void OnTestFinished(int test, TestResult result);
}

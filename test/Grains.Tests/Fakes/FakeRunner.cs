using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>Runs that the test ends, told apart by their code. Code that begins with "quick" ends at once, "stubborn"
/// code does not end by itself when it is cancelled.</summary>
internal sealed class FakeRunner
{
    private readonly ConcurrentDictionary<string, Channel<FakeRun>> _runs = new();
    private int _started;

    /// <summary>Runs begun so far.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>The codes in the order in which they were begun.</summary>
    public ConcurrentQueue<string> Order { get; } = new();

    /// <summary>The next run of a code, once it has begun.</summary>
    public async Task<FakeRun> NextAsync(string code) => await RunsOf(code).Reader.ReadAsync().AsTask().WaitAsync(TestTime.Patience);

    /// <summary>Whether a run of a code has begun that nobody has asked for.</summary>
    public bool HasMore(string code) => RunsOf(code).Reader.TryPeek(out _);

    public ISubmissionRunner On(Func<SiloAddress> silo) => new Runner(this, silo);

    private Channel<FakeRun> RunsOf(string code) => _runs.GetOrAdd(code, static _ => Channel.CreateUnbounded<FakeRun>());

    private sealed class Runner(FakeRunner owner, Func<SiloAddress> silo) : ISubmissionRunner
    {
        public Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken)
        {
            var code = request.Code.ToString();
            var run = new FakeRun(silo(), request, observer, cancellationToken);
            Interlocked.Increment(ref owner._started);
            owner.Order.Enqueue(code);
            owner.RunsOf(code).Writer.TryWrite(run);
            if (code.StartsWith("quick", StringComparison.Ordinal))
            {
                run.Accept();
            }

            return run.Result;
        }
    }
}

/// <summary>One run that has begun.</summary>
internal sealed class FakeRun
{
    private readonly TaskCompletionSource<SubmissionResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeRun(SiloAddress silo, SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        (Silo, Request, Observer) = (silo, request, observer);
        cancellationToken.Register(() =>
        {
            _cancelled.TrySetResult();
            _ = request.Code.ToString().StartsWith("stubborn", StringComparison.Ordinal) || _result.TrySetCanceled(cancellationToken);
        });
    }

    public SiloAddress Silo { get; }

    public SubmissionRequest Request { get; }

    public IRunObserver Observer { get; }

    /// <summary>The span in which it was begun.</summary>
    public Activity? Trace { get; } = Activity.Current;

    public Task<SubmissionResult> Result => _result.Task;

    /// <summary>Completes when the engine wants the run dead.</summary>
    public Task Cancelled => _cancelled.Task.WaitAsync(TestTime.Patience);

    public void Accept(string? message = null) => Finish(Some.Result(Verdict.Accepted) with { Message = message });

    public void Finish(SubmissionResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception) => _result.TrySetException(exception);

    /// <summary>Returns when the engine has killed the run.</summary>
    public async Task KilledAsync() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _result.Task.WaitAsync(TestTime.Patience));
}

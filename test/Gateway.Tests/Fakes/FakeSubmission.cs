using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>One scripted submission: a snapshot, a log of events, and whoever waits for either.</summary>
public sealed class FakeSubmission(Guid id, SubmissionRequest request)
{
    private readonly Lock _lock = new();
    private readonly List<SubmissionEvent> _events = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _readings;
    private SubmissionSnapshot _snapshot = new() { Id = id, State = SubmissionState.Queued, Request = request };

    public Guid Id => id;

    /// <summary>Thrown by every verb while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many watchers are to be broken off after the events that there are.</summary>
    public int BreakWatchers { get; set; }

    /// <summary>Completes when somebody waits for the result.</summary>
    public TaskCompletionSource Waited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody watches.</summary>
    public TaskCompletionSource Watched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a watcher went away.</summary>
    public TaskCompletionSource WatcherGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From where each watcher began.</summary>
    public List<long> WatchedAfter { get; } = [];

    public SubmissionSnapshot Snapshot => _snapshot;

    /// <summary>How often it was asked for, with its result.</summary>
    public int Readings => _readings;

    public void CountReading() => Interlocked.Increment(ref _readings);

    public FakeSubmission With(Func<SubmissionSnapshot, SubmissionSnapshot> change)
    {
        _snapshot = change(_snapshot);
        return this;
    }

    public FakeSubmission Emit(SubmissionEvent submissionEvent)
    {
        lock (_lock)
        {
            _events.Add(submissionEvent with { Sequence = _events.Count + 1 });
            Wake();
        }

        return this;
    }

    public FakeSubmission Finish(SubmissionResult result)
    {
        _snapshot = _snapshot with { State = result.State, Result = result, Progress = null, QueuePosition = null };
        Emit(new Finished(result));
        _finished.TrySetResult();
        return this;
    }

    public async Task<SubmissionSnapshot?> WaitAsync(TimeSpan timeout)
    {
        ThrowIfFailing();
        CountReading();
        Waited.TrySetResult();
        await Task.WhenAny(_finished.Task, Task.Delay(timeout));
        return _snapshot;
    }

    public CancelOutcome Cancel()
    {
        ThrowIfFailing();
        if (_snapshot.Result is not null)
            return CancelOutcome.AlreadyFinished;
        Finish(new SubmissionResult { Verdict = Verdict.Cancelled, Message = "Cancelled by the client.", FinishedAt = Samples.CreatedAt });
        return CancelOutcome.Cancelled;
    }

    public void ThrowIfFailing()
    {
        if (Failure is not null)
            throw Failure;
    }

    public async IAsyncEnumerable<SubmissionEvent> WatchAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (_lock)
            WatchedAfter.Add(afterSequence);
        Watched.TrySetResult();
        try
        {
            for (var index = (int)afterSequence; ; index++)
            {
                while (Next(index) is { } changed)
                {
                    if (BreakWatchers > 0)
                    {
                        BreakWatchers--;
                        throw new Orleans.Runtime.EnumerationAbortedException("The silo is gone.");
                    }

                    await changed.WaitAsync(cancellationToken);
                }

                yield return _events[index];
                if (_events[index] is Finished)
                    yield break;
            }
        }
        finally
        {
            WatcherGone.TrySetResult();
        }
    }

    private Task? Next(int index)
    {
        lock (_lock)
            return index < _events.Count ? null : _changed.Task;
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}

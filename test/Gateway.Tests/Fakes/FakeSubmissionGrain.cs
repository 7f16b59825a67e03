using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>Does what the script says.</summary>
public sealed class FakeSubmissionGrain(FakeSubmissions submissions) : Grain, ISubmissionGrain
{
    private FakeSubmission? Mine => submissions.Find(this.GetPrimaryKey());

    public Task<Rejection?> SubmitAsync(SubmissionRequest request) => Task.FromResult(submissions.Submit(this.GetPrimaryKey(), request));

    public Task<SubmissionSnapshot?> GetAsync()
    {
        Mine?.ThrowIfFailing();
        Mine?.CountReading();
        return Task.FromResult(Mine?.Snapshot);
    }

    public Task<SubmissionRequest?> GetRequestAsync()
    {
        Mine?.ThrowIfFailing();
        return Task.FromResult(Mine?.Snapshot.Request);
    }

    public Task<SubmissionSnapshot?> WaitAsync(TimeSpan timeout) => Mine?.WaitAsync(timeout) ?? Task.FromResult<SubmissionSnapshot?>(null);

    public IAsyncEnumerable<SubmissionEvent> WatchAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        (Mine ?? throw new InvalidOperationException("There is no such submission.")).WatchAsync(afterSequence, cancellationToken);

    public Task<CancelOutcome> CancelAsync() => Task.FromResult(Mine?.Cancel() ?? CancelOutcome.NotFound);

    public Task<Lane?> PrepareAsync() => Task.FromResult(Mine?.Snapshot.Request.Lane);

    public Task<SubmissionRequest?> BeginAsync(int attempt, DateTimeOffset startedAt) => throw new NotSupportedException();

    public Task<bool> ReportAsync(int attempt, IReadOnlyList<SubmissionEvent> events) => throw new NotSupportedException();

    public Task YieldAsync(RunCheckpoint checkpoint) => throw new NotSupportedException();

    public Task<RunCheckpoint?> ResumeAsync() => throw new NotSupportedException();

    public Task<bool> CompleteAsync(SubmissionResult result) => throw new NotSupportedException();
}

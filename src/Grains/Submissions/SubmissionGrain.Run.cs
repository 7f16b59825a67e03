using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <content>What executors call, and how a submission ends.</content>
internal sealed partial class SubmissionGrain
{
    /// <summary>How long the results of an attempt that waits for its next turn are kept at least.</summary>
    private static readonly TimeSpan CheckpointAge = TimeSpan.FromHours(1);

    /// <summary>Bytes of output that a result always has room for; above them it is stored whole only where there is room.</summary>
    private const int ExcerptsBytes = 64 << 10;

    /// <summary>Bytes of one output where there is no room.</summary>
    private const int ExcerptBytes = 4 << 10;

    private readonly SemaphoreSlim _finishing = new(1, 1);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiters;
    private int _attempt;
    private DateTimeOffset? _startedAt;
    private Progress? _progress;

    /// <summary>What the attempt has told since it began; null where this activation has not heard all of it.</summary>
    private RunSoFar? _soFar;

    /// <summary>What the attempt had when it gave its slot up for others.</summary>
    private RunCheckpoint? _checkpoint;

    /// <inheritdoc/>
    public async Task<Lane?> PrepareAsync()
    {
        await LoadAsync();
        var lane = _outline?.Lane;
        LetGoIfUnused();
        return lane;
    }

    /// <inheritdoc/>
    public async Task<SubmissionRequest?> BeginAsync(int attempt, DateTimeOffset startedAt)
    {
        await LoadAsync();
        if (_outline is null || _result is not null || attempt < _attempt)
        {
            return null;
        }

        var request = _request ?? (await _requestRow.ReadAsync())?.Request;
        if (request?.ContentsRemoved == true && _result is null)
        {
            // It has ended in a second activation; without its inputs it would be another program.
            Settle(await ReadResultAsync());
        }

        if (_result is not null)
        {
            // Cancelled while the request was being read.
            return null;
        }

        var checkpoint = _checkpoint?.Attempt == attempt ? _checkpoint : null;
        EnterAttempt(attempt, checkpoint?.StartedAt ?? startedAt);
        _soFar = new(_options.CancelledOutputBytes, _checkpoint?.Tests ?? []);
        return request;
    }

    /// <inheritdoc/>
    public async Task<bool> ReportAsync(int attempt, IReadOnlyList<SubmissionEvent> events)
    {
        await LoadAsync();
        if (_outline is null || _result is not null || attempt < _attempt)
        {
            return false;
        }

        if (attempt > _attempt)
        {
            // This activation is younger than the attempt.
            EnterAttempt(attempt, null);
        }

        _soFar?.Add(events, _time.GetUtcNow());
        foreach (var happened in events)
        {
            _progress = (happened as ProgressMade)?.Progress ?? _progress;
            _log.Append(ForWatchers(happened));
        }

        WakeWatchers();
        return true;
    }

    /// <inheritdoc/>
    public async Task YieldAsync(RunCheckpoint checkpoint)
    {
        await LoadAsync();
        if (_outline is not null && _result is null && checkpoint.Attempt >= _attempt)
        {
            _checkpoint = checkpoint;

            // The test that was stopped has left nothing: it runs again.
            _soFar = new(_options.CancelledOutputBytes, checkpoint.Tests);
            DelayDeactivation(CheckpointAge);
        }
    }

    /// <inheritdoc/>
    public Task<RunCheckpoint?> ResumeAsync() => Task.FromResult(_checkpoint);

    /// <inheritdoc/>
    public async Task<bool> CompleteAsync(SubmissionResult result)
    {
        await LoadAsync();
        if (_outline is null || (_result is null && await IsOvertakenAsync(result.Attempts)))
        {
            // Unknown, or late: a later attempt has begun, and its result is the one to come.
            return false;
        }

        var counts = await FinishAsync(result);
        LetGoIfUnused();
        return counts;
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync()
    {
        await LoadAsync();
        if (_outline is null)
        {
            LetGoIfUnused();
            return CancelOutcome.NotFound;
        }

        var now = _time.GetUtcNow();
        var soFar = _soFar?.Cancelled(_outline, now) ?? new SubmissionResult { Verdict = Verdict.Cancelled, FinishedAt = now };
        var cancelled = soFar with { Attempts = _attempt, StartedAt = _startedAt };
        if (_result is not null || !await FinishAsync(cancelled))
        {
            return CancelOutcome.AlreadyFinished;
        }

        _instruments.Finished(Verdict.Cancelled);

        // If this fails, the executor learns it with its next report, and a queued one ends when it is leased.
        await QuietlyAsync(() => Dispatcher.CancelAsync(_id));
        return CancelOutcome.Cancelled;
    }

    /// <summary>Whether a later attempt was given out. An activation that is younger than the attempt finds that noted in the index.</summary>
    private async Task<bool> IsOvertakenAsync(int attempt) =>
        attempt < _attempt || (_attempt < attempt && attempt < await _index.GetAttemptsAsync(_shard, _id));

    /// <summary>Stores a result unless there is one, and takes whichever is stored.</summary>
    /// <returns>Whether <paramref name="result"/> is the one that counts.</returns>
    private async Task<bool> FinishAsync(SubmissionResult result)
    {
        // A cancel interleaves with a completion; one of them writes at a time.
        await _finishing.WaitAsync();
        try
        {
            if (_result is null)
            {
                // Callers have seen that there is a request.
                Settle(await StoreAsync(result, _outline!.Client) ?? await ReadResultAsync());
                await RemoveLargeInputsAsync();
                await QuietlyAsync(() => _index.RemoveAsync(_shard, _id));
            }
        }
        finally
        {
            _finishing.Release();
        }

        return _result!.IsSameAs(result); // Settled above, or before.
    }

    /// <summary>Stores a result: whole where there is room, else with excerpts of its outputs, so that all verdicts find some.</summary>
    /// <returns>What was stored; null when there is a result already.</returns>
    private async Task<SubmissionResult?> StoreAsync(SubmissionResult result, string client)
    {
        var bytes = result.ContentBytes();
        if (bytes <= ExcerptsBytes)
        {
            return await WriteAsync(result, client);
        }

        if (!await _clients.TryBeginResultAsync(client, bytes))
        {
            return await WriteAsync(result.WithExcerpts(ExcerptBytes, ExcerptsBytes), client);
        }

        SubmissionResult? stored = null;
        try
        {
            stored = await WriteAsync(result, client);
        }
        finally
        {
            _clients.End(client, bytes, isStored: stored is not null);
        }

        return stored;
    }

    private async Task<SubmissionResult?> WriteAsync(SubmissionResult result, string client) =>
        await _resultRow.TryWriteAsync(new ResultState { Result = result }, client) ? result : null;

    private async Task<SubmissionResult> ReadResultAsync() =>
        (await _resultRow.ReadAsync())?.Result ?? throw new InvalidOperationException($"The stored result of {_id} can't be read.");

    private void Settle(SubmissionResult result)
    {
        _result = result;
        _request = null;
        _checkpoint = null;
        _progress = null;
        _soFar = null;
        if (_watchers == 0)
        {
            _log.Clear();
        }

        Tell(new Finished(result));
        _finished.TrySetResult();
    }

    private static SubmissionEvent ForWatchers(SubmissionEvent happened) => happened switch
    {
        ProgressMade { Compile: not null } made => made with { Compile = null },
        TestFinished ended => ended with { Result = null },
        _ => happened,
    };

    private void EnterAttempt(int attempt, DateTimeOffset? startedAt)
    {
        _attempt = attempt;
        _startedAt = startedAt;
        _progress = null;
        _soFar = null;
        Tell(new StateChanged(SubmissionState.Running, attempt));
    }
}

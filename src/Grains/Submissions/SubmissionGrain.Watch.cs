using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <content>Those who watch a submission live. Each reads the log at its own pace, so a slow one costs no memory.</content>
internal sealed partial class SubmissionGrain
{
    private const int LargestResultForWatchers = 32 << 10;

    /// <summary>Who watched to the end asks once more, for nothing that may come from another activation.</summary>
    private static readonly TimeSpan LetGoAfterWatching = TimeSpan.FromSeconds(1);

    private readonly EventLog _log;
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watchers;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SubmissionEvent> WatchAsync(
        long afterSequence,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await LoadAsync();
        if (_outline is null)
        {
            LetGoIfUnused();
            yield break;
        }

        if (_result is not null)
        {
            if (IsForWatchers(_result))
            {
                yield return new Finished(_result) { Sequence = _log.Last };
            }

            LetGoIfUnused();
            yield break;
        }

        _watchers++;
        try
        {
            await foreach (var happened in FollowAsync(afterSequence, cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            StopWatching();
        }
    }

    private async IAsyncEnumerable<SubmissionEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);

        // Numbers begin anew with each activation, so one from the future is one from a former activation.
        after = after > _log.Last ? 0 : Math.Max(after, 0);
        while (true)
        {
            // Taken before the log is read, so that nothing told in between is slept through.
            var told = _told.Task;
            if (_log.MissedAfter(after) is > 0 and var missed)
            {
                after += missed;
                yield return new EventsMissed(missed) { Sequence = after };
            }

            foreach (var happened in _log.ReadAfter(after))
            {
                after = happened.Sequence;
                if (happened is not Finished { Result: var result } || IsForWatchers(result))
                {
                    yield return happened;
                }

                if (happened is Finished)
                {
                    yield break;
                }
            }

            await told.WaitAsync(over.Token)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (_stopping.IsCancellationRequested)
            {
                // Whoever watches comes back and finds it on another silo.
                yield break;
            }
        }
    }

    // Hundreds may watch, and each would get its own copy at the same moment.
    private static bool IsForWatchers(SubmissionResult result) => result.ContentBytes() <= LargestResultForWatchers;

    private void StopWatching()
    {
        _watchers--;
        if (_watchers == 0 && _result is not null)
        {
            _log.Clear();
            if (_result.ContentBytes() > _options.KeepInMemoryBytes)
            {
                this.RegisterGrainTimer(LetGoAsync, new GrainTimerCreationOptions(LetGoAfterWatching, Timeout.InfiniteTimeSpan));
            }
        }
    }

    private Task LetGoAsync(CancellationToken cancellationToken)
    {
        LetGoIfUnused();
        return Task.CompletedTask;
    }

    private void Tell(SubmissionEvent happened)
    {
        _log.Append(happened);
        WakeWatchers();
    }

    private void WakeWatchers()
    {
        if (_watchers > 0)
        {
            var told = _told;
            _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            told.TrySetResult();
        }
    }
}

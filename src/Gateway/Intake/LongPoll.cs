using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Intake;

/// <summary>Long polls. They end with the result, with the time, with the client, and with the server.</summary>
internal sealed class LongPoll(SubmissionClient submissions, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Short, so that it is soon noticed when the silo that would answer is gone.
    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(5);

    /// <summary>The submission as soon as it has its result, at the latest after <paramref name="wait"/>; null when there is none.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<SubmissionSnapshot?> WaitAsync(Guid id, TimeSpan wait, CancellationToken clientGone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(clientGone, lifetime.ApplicationStopping);
        var start = time.GetTimestamp();
        var snapshot = await submissions.CallAsync(id, static grain => grain.GetAsync(), clientGone);
        while (snapshot is { Result: null } && wait - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            try
            {
                var slice = left < _slice ? left : _slice;
                snapshot = await submissions.CallAsync(id, grain => grain.WaitAsync(slice), slice, stop.Token);
            }
            catch (OperationCanceledException) when (!clientGone.IsCancellationRequested)
            {
                return snapshot;
            }
        }

        return snapshot;
    }
}

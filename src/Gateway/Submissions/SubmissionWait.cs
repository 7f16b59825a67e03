using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Submissions;

/// <summary>Long polls. They end with the result, with the time, with the client, and with the server.</summary>
internal sealed class SubmissionWait(IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Below the response timeout of a grain call.
    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(20);

    /// <summary>The submission as soon as it has its result, at the latest after <paramref name="wait"/>; null when there is none.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<SubmissionSnapshot?> WaitAsync(ISubmissionGrain grain, TimeSpan wait, CancellationToken clientGone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(clientGone, lifetime.ApplicationStopping);
        var start = time.GetTimestamp();
        var snapshot = await grain.GetAsync().WaitAsync(clientGone);
        while (snapshot is { Result: null } && wait - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            try
            {
                snapshot = await grain.WaitAsync(left < _slice ? left : _slice).WaitAsync(stop.Token);
            }
            catch (OperationCanceledException) when (!clientGone.IsCancellationRequested)
            {
                return snapshot;
            }
        }

        return snapshot;
    }
}

using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>Somebody who watches a submission and has seen its first event.</summary>
internal sealed class Watch(IAsyncEnumerator<SubmissionEvent> events) : IAsyncDisposable
{
    public static async Task<Watch> StartAsync(ISubmissionGrain submission)
    {
        var watch = new Watch(submission.WatchAsync(0).GetAsyncEnumerator());
        Assert.NotNull(await watch.NextAsync());
        return watch;
    }

    /// <summary>The next event; null when there are no more.</summary>
    public async Task<SubmissionEvent?> NextAsync() =>
        await events.MoveNextAsync().AsTask().WaitAsync(TestTime.Patience) ? events.Current : null;

    /// <summary>All events from the second to the last.</summary>
    public async Task<IReadOnlyList<SubmissionEvent>> RestAsync()
    {
        var rest = new List<SubmissionEvent>();
        while (await NextAsync() is { } happened)
        {
            rest.Add(happened);
        }

        return rest;
    }

    public ValueTask DisposeAsync() => events.DisposeAsync();
}

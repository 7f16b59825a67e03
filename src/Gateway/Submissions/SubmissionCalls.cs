using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;
using CodeRunner.Grains.Resilience;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Submissions;

/// <summary>
/// The gateway's calls to submissions. One that fails on its way, as its silo died, or because storage is away for a moment is made
/// again: all of them may be, since what is stored is stored once.
/// </summary>
internal sealed partial class SubmissionCalls(
    IGrainFactory grains, RetryPolicy retries, IOptions<GatewayOptions> options, TimeProvider time, ILogger<SubmissionCalls> logger)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary>Calls until there is an answer. Throws what the last try threw once the patience for it is over.</summary>
    /// <exception cref="OperationCanceledException">Whoever wanted the answer went away.</exception>
    public Task<T> CallAsync<T>(Guid id, Func<ISubmissionGrain, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(id, call, TimeSpan.Zero, cancellationToken);

    /// <summary>The same for a call that waits in the grain for <paramref name="wait"/>.</summary>
    /// <exception cref="OperationCanceledException">Whoever wanted the answer went away.</exception>
    public Task<T> CallAsync<T>(Guid id, Func<ISubmissionGrain, Task<T>> call, TimeSpan wait, CancellationToken cancellationToken) => retries.ExecuteAsync(
        // An answer that was on its way through a silo that died never comes, and nobody says so.
        () => call(grains.GetGrain<ISubmissionGrain>(id)).WaitAsync(_options.CallTimeout + wait, time, cancellationToken),
        _options.CallPatience + wait,
        Transient.IsDeliveryOrStorage,
        exception => LogRetry(exception, id),
        cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call to submission {Id} failed; trying again.")]
    private partial void LogRetry(Exception exception, Guid id);
}

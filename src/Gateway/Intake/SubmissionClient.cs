using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;
using CodeRunner.Grains.Resilience;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// The gateway's calls to submissions. One that fails on its way, as its silo died, or because storage is away for a moment is made
/// again, and one that is not answered, as its silo is frozen, is made anew beside it: all of them may be, since what is stored is stored once.
/// </summary>
internal sealed partial class SubmissionClient(
    EngineGrains grains, RetryPolicy retries, IOptions<GatewayOptions> options, TimeProvider time, ILogger<SubmissionClient> logger)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary>Calls until there is an answer. Throws what the last try threw once the patience for it is over.</summary>
    /// <exception cref="OperationCanceledException">Whoever wanted the answer went away.</exception>
    public Task<T> CallAsync<T>(Guid id, Func<ISubmissionGrain, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(id, call, TimeSpan.Zero, cancellationToken);

    /// <summary>The same for a call that waits in the grain for <paramref name="wait"/>.</summary>
    /// <exception cref="OperationCanceledException">Whoever wanted the answer went away.</exception>
    public Task<T> CallAsync<T>(Guid id, Func<ISubmissionGrain, Task<T>> call, TimeSpan wait, CancellationToken cancellationToken) => retries.ExecuteAsync(
        () => TryAsync(id, call, wait, cancellationToken),
        _options.CallPatience + wait,
        Transient.IsDeliveryOrStorage,
        exception => LogRetry(exception, id),
        cancellationToken);

    /// <summary>
    /// One try: a call, and while nothing has answered another beside it, by the door that Orleans takes by then. More than one, as the second may
    /// still go to where the silo was: nobody takes its place before the others have declared it dead.
    /// </summary>
    private async Task<T> TryAsync<T>(Guid id, Func<ISubmissionGrain, Task<T>> call, TimeSpan wait, CancellationToken cancellationToken)
    {
        var grain = grains.Get<ISubmissionGrain>(id);
        var began = time.GetTimestamp();
        var calls = new List<Task<T>> { call(grain) };
        var pause = _options.DetourAfter + wait;
        while (true)
        {
            var left = _options.CallTimeout + wait - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException($"No answer within {_options.CallTimeout + wait}.");
            try
            {
                // An answer that was on its way through a silo that died never comes, and nobody says so.
                return await await Task.WhenAny(calls).WaitAsync(pause < left ? pause : left, time, cancellationToken);
            }
            catch (TimeoutException) when (pause < left && !calls.Exists(static made => made.IsCompleted))
            {
                LogDetour(id);
                calls.Add(call(grain));
                pause = _options.DetourAfter / 2;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call to submission {Id} failed; trying again.")]
    private partial void LogRetry(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Information, Message = "A call to submission {Id} is not answered; it is made again.")]
    private partial void LogDetour(Guid id);
}

using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace CodeRunner.Grains.Resilience;

/// <summary>
/// The one way in which a grain call, a storage write or a connection that failed for a moment is tried again: with waits that
/// double, spread by chance so that not all come back at once, for as long as the caller has patience.
/// </summary>
public sealed class RetryPolicy
{
    private static readonly ResiliencePropertyKey<Attempted> Key = new(nameof(RetryPolicy));

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;

    /// <summary>Makes one that waits by <paramref name="time"/>.</summary>
    public RetryPolicy(IOptions<RetryOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.Value.FirstDelay,
                MaxDelay = options.Value.LongestDelay,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Context, arguments.Outcome.Exception)),
                OnRetry = static arguments =>
                {
                    if (arguments.Context.Properties.TryGetValue(Key, out var attempted) && arguments.Outcome.Exception is { } exception)
                        attempted.OnRetry(exception);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Calls until it succeeds. Throws what the last try threw once <paramref name="patience"/> is over.</summary>
    /// <param name="call">What to do; must be safe to repeat.</param>
    /// <param name="patience">From the first try on; no try begins after it. <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <param name="isTransient">Which failures are worth another try.</param>
    /// <param name="onRetry">Told of each failure before the wait.</param>
    /// <param name="cancellationToken">Ends the waits, with an <see cref="OperationCanceledException"/>.</param>
    public async Task<T> ExecuteAsync<T>(
        Func<Task<T>> call,
        TimeSpan patience,
        Func<Exception, bool> isTransient,
        Action<Exception> onRetry,
        CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Key, new Attempted(_time.GetTimestamp(), patience, isTransient, onRetry));
        try
        {
            return await _pipeline.ExecuteAsync(static (_, call) => new ValueTask<T>(call()), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool ShouldRetry(ResilienceContext context, Exception? exception) =>
        exception is not null
        && !context.CancellationToken.IsCancellationRequested
        && context.Properties.TryGetValue(Key, out var attempted)
        && attempted.IsTransient(exception)
        && (attempted.Patience == Timeout.InfiniteTimeSpan || _time.GetElapsedTime(attempted.BeganAt) < attempted.Patience);

    private sealed record Attempted(long BeganAt, TimeSpan Patience, Func<Exception, bool> IsTransient, Action<Exception> OnRetry);
}

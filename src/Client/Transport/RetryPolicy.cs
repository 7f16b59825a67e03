namespace CodeRunner.Client.Transport;

/// <summary>
/// What is tried again, and when. Everything that this client sends may be sent twice: a submit has an idempotency key, and a second cancel
/// changes nothing.
/// </summary>
internal sealed class RetryPolicy(CodeRunnerClientOptions options)
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(500);
    private const int MaxDoublings = 10;

    /// <summary>How long to wait before the next attempt; null where there is none.</summary>
    /// <param name="attempts">Attempts that failed before this one.</param>
    /// <param name="failure">Why this one failed.</param>
    public TimeSpan? DelayBefore(int attempts, CodeRunnerException failure)
    {
        if (attempts >= options.Retries)
            return null;
        return failure switch
        {
            // Never earlier than it says; and not at all where that is longer than anybody wants to wait.
            EngineBusyException { RetryAfter: { } asked } => asked <= options.MaxRetryDelay ? asked : null,
            EngineBusyException or EngineUnreachableException => Backoff(attempts),
            _ => null,
        };
    }

    // At random, so that clients that lost the same server don't come back in one crowd.
    private TimeSpan Backoff(int attempts)
    {
        var delay = _firstDelay * Math.Pow(2, Math.Min(attempts, MaxDoublings)) * (0.5 + Random.Shared.NextDouble() / 2);
        return delay < options.MaxRetryDelay ? delay : options.MaxRetryDelay;
    }
}

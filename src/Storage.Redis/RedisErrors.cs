using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>What the client library throws when Redis is away.</summary>
internal static class RedisErrors
{
    /// <summary>
    /// Whether a command failed for what is wrong with Redis or the way to it. Cancelled is what the library calls a command whose connection
    /// broke while the process was frozen, so this is only for commands without a token of the caller's.
    /// </summary>
    public static bool IsAway(Exception exception) =>
        exception is RedisException or TimeoutException or InvalidOperationException or OperationCanceledException;
}

using System.Globalization;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>What has to stay free of the memory that Redis may take.</summary>
internal sealed class RedisSpace(RedisConnection redis, IOptions<RedisSettings> settings) : IStorageSpace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<bool> IsScarceAsync()
    {
        try
        {
            return await IsScarceAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // One that can't be asked may well be written to; where it can't, the writes say so.
            return false;
        }
    }

    /// <summary>The same, with what went wrong where Redis can't be asked.</summary>
    public async Task<bool> IsScarceAsync(CancellationToken cancellationToken)
    {
        var memory = (string?)await redis.Database.ExecuteAsync("INFO", "memory").WaitAsync(Patience, cancellationToken);
        return IsNearlyFull(memory ?? "", settings.Value.KeepFreePercent);
    }

    // A Redis that doesn't tell has no bound that we know of.
    private static bool IsNearlyFull(string info, int kept) =>
        Read(info, "maxmemory:") is > 0 and var most && Read(info, "used_memory:") is { } used && used > most - (most / 100 * kept);

    private static long? Read(string info, string name)
    {
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && long.TryParse(line[name.Length..], CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return null;
    }
}

using System.Collections.Immutable;
using System.Text;
using CodeRunner.Gateway.Options;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>The ids that a client's key may belong to.</summary>
/// <param name="Id">The one that a new submission gets.</param>
/// <param name="Earlier">Those that an earlier one may have, made with secrets that were in use before.</param>
internal sealed record IdempotencyCandidates(Guid Id, IReadOnlyList<Guid> Earlier);

/// <summary>
/// Makes ids with the newest secret that every gateway knows. A stored one that is new waits until all have read it, as two gateways that use
/// different ones would take the same request twice. One that was replaced counts for as long as submissions made with it may be kept, and so
/// do the ids without a secret that earlier versions made.
/// </summary>
internal sealed partial class IdempotencyIds(
    ISecretStore store, IOptions<GatewayOptions> options, IOptions<RetentionOptions> retention, TimeProvider time, ILogger<IdempotencyIds> logger)
    : IDisposable
{
    /// <summary>Readings of the store until a new secret is in use: enough that one or two of each gateway may fail.</summary>
    private const int RefreshesUntilUse = 4;

    /// <summary>What a submission may wait and run before its retention begins, in which it is looked for as well.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private readonly IdempotencyOptions _options = options.Value.Idempotency;
    private readonly ImmutableArray<byte[]> _configured = [.. options.Value.Idempotency.Secrets.Select(Encoding.UTF8.GetBytes)];
    private readonly SemaphoreSlim _reading = new(1);
    private Reading? _last;

    /// <summary>The ids of a key.</summary>
    /// <exception cref="StorageUnavailableException">The secrets were never read, and can't be now.</exception>
    public async Task<IdempotencyCandidates> FindAsync(IdempotencyKey key, string client, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        var used = 0;
        while (used < stored.Length - 1 && InUseFrom(stored[used]) > now)
            used++;

        // Those before the one in use are not used yet by this clock, but may be by another gateway's.
        var secrets = _configured
            .Concat(stored.Skip(used).Take(1).Select(Bytes))
            .Concat(stored.Take(used).Select(Bytes))
            .Concat(stored.Where((_, index) => index > used && IsKept(InUseFrom(stored[index - 1]), now)).Select(Bytes));
        var ids = secrets.Select(secret => key.JobId(client, secret)).ToList();
        if (IsKept(InUseFrom(stored[^1]), now))
            ids.Add(key.UnkeyedJobId(client));
        return new IdempotencyCandidates(ids[0], ids[1..]);
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private static byte[] Bytes(SharedSecret secret) => [.. secret.Value];

    private DateTimeOffset InUseFrom(SharedSecret secret) => secret.MadeAt + (_options.RefreshPeriod * RefreshesUntilUse);

    /// <summary>Whether there may still be a submission whose id was made before <paramref name="end"/>.</summary>
    private bool IsKept(DateTimeOffset end, DateTimeOffset now) => now - end < retention.Value.Period + LongestLife;

    private async Task<ImmutableArray<SharedSecret>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && IsFresh(last))
            return last.Secrets;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } read && IsFresh(read))
                return read.Secrets;
            var notBefore = _options.RotateBefore is { } before && before <= time.GetUtcNow() ? before : (DateTimeOffset?)null;
            _last = new Reading(await store.ReadAsync(notBefore, cancellationToken), time.GetTimestamp());
        }
        catch (StorageUnavailableException exception) when (_last is not null)
        {
            // What was read holds on: a new secret isn't in use before this has had other chances.
            LogNotRead(exception);
        }
        finally
        {
            _reading.Release();
        }

        return _last.Secrets;
    }

    private bool IsFresh(Reading reading) => time.GetElapsedTime(reading.At) < _options.RefreshPeriod;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The secrets of job ids can't be read again; those known are used.")]
    private partial void LogNotRead(Exception exception);

    private sealed record Reading(ImmutableArray<SharedSecret> Secrets, long At);
}

using CodeRunner.Contracts;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// The bytes of bodies and answers that are in the server now. Each kind of size has a budget: small ones are not counted, as connections are;
/// medium ones have their own, so that whoever fills the server with large ones leaves room for programs of an ordinary size.
/// </summary>
internal sealed class TrafficBudget
{
    private readonly TrafficOptions _options;
    private readonly TimeSpan _retryAfter;
    private readonly ByteBudget _medium;
    private readonly ByteBudget _large;

    public TrafficBudget(IOptions<GatewayOptions> options, GatewayInstruments instruments, TimeProvider time)
    {
        _options = options.Value.Traffic;
        _retryAfter = options.Value.RetryAfter;
        _medium = new(_options.MediumBudget, _options.MediumShare, _options.BudgetPatience, time);
        _large = new(_options.LargeBudget, _options.LargeShare, _options.BudgetPatience, time);
        instruments.ObserveBytesInFlight(() => Used);
    }

    /// <summary>The bytes that are counted now.</summary>
    public long Used => _medium.Used + _large.Used;

    /// <summary>Whether somebody waits for room.</summary>
    internal bool IsWaitedFor => _medium.IsWaitedFor || _large.IsWaitedFor;

    /// <summary>The room of what is too small to be counted.</summary>
    public static IDisposable Uncounted { get; } = new NoRoomNeeded();

    /// <summary>Whether so few bytes need no room.</summary>
    public bool IsUncounted(long bytes) => bytes <= _options.UncountedBytes;

    /// <summary>Takes room for a body or an answer of a size.</summary>
    /// <returns>Either what gives it back, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The client went away while it waited.</exception>
    public async ValueTask<(IDisposable? Room, Refusal? Refusal)> TakeAsync(string client, long bytes, CancellationToken clientGone)
    {
        if (IsUncounted(bytes))
            return (Uncounted, null);
        var isLarge = bytes > _options.MediumBytes;
        var budget = isLarge ? _large : _medium;
        return await budget.TakeAsync(client, bytes, clientGone) is { } room ? (room, null) : (null, Refuse(budget, client, bytes, isLarge));
    }

    private Refusal Refuse(ByteBudget budget, string client, long bytes, bool isLarge)
    {
        var size = isLarge ? $"more than {new ByteSize(_options.MediumBytes)}" : $"{new ByteSize(_options.UncountedBytes)} to {new ByteSize(_options.MediumBytes)}";
        var (reason, error) = budget.IsShareFull(client, bytes)
            ? (RefusalReason.ClientTrafficFull, $"This client has bodies and answers of {size} each on their way that fill its share of {new ByteSize(budget.Share)}")
            : (RefusalReason.TrafficFull, $"Bodies and answers of {size} each on their way fill the budget of {new ByteSize(budget.Capacity)}");
        return new(reason, $"{error}; try again later.", _retryAfter);
    }

    private sealed class NoRoomNeeded : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

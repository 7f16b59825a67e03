using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>Event streams and waiting requests: how many each client has open.</summary>
internal sealed class ClientSlots(IOptions<GatewayOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly int _most = options.Value.Traffic.MaxStreamsPerClient;
    private readonly TimeSpan _retryAfter = options.Value.RetryAfter;

    /// <summary>Opens one for a client.</summary>
    /// <returns>What closes it; null where the client has as many as it may.</returns>
    public IDisposable? TryOpen(string client)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(client);
            if (open >= _most)
                return null;
            _open[client] = open + 1;
            return new Slot(this, client);
        }
    }

    /// <summary>What a client is told that has as many as it may.</summary>
    public Refusal Refuse() => new(
        RefusalReason.ClientStreamsFull,
        $"This client has {_most} event streams and waiting requests open, which is the most; try again later, or without wait.",
        _retryAfter);

    private void Close(string client)
    {
        lock (_lock)
        {
            if (--_open[client] == 0)
                _open.Remove(client);
        }
    }

    private sealed class Slot(ClientSlots slots, string client) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
                slots.Close(client);
        }
    }
}

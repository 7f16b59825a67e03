using System.Net;
using Microsoft.AspNetCore.Connections;

namespace CodeRunner.Silo.Embedded;

/// <summary>
/// Stands in for Orleans' sockets in a silo that is a cluster of its own: says that it listens, opens no port, and nobody ever
/// calls. The silo's address is a name only.
/// </summary>
internal sealed class NoListenerFactory : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new NoListener(endpoint));

    private sealed class NoListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_end.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _end.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}

using System.Collections.Concurrent;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Docker;

/// <summary>What is known of one container's end.</summary>
internal sealed class ContainerEnd
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _outOfMemory;

    /// <summary>Whether its agent's streams are open.</summary>
    public Func<bool> IsAttached { get; set; } = static () => true;

    /// <summary>Ends when its first process has.</summary>
    public Task Died => _died.Task;

    /// <summary>Ends when nothing is left of it.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether the kernel killed something in it for want of memory since the last <see cref="Forget"/>.</summary>
    public bool OutOfMemory => _outOfMemory;

    public void Forget() => _outOfMemory = false;

    public void OnOutOfMemory() => _outOfMemory = true;

    public void OnDied() => _died.TrySetResult();

    public void OnGone()
    {
        _died.TrySetResult();
        _gone.TrySetResult();
    }
}

/// <summary>Follows the ends of this server's containers by the engine's events.</summary>
internal sealed class ContainerWatch
{
    private readonly ConcurrentDictionary<string, ContainerEnd> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _orphans = new();

    /// <summary>The containers that are not known to be gone.</summary>
    public IEnumerable<string> Known => _containers.Keys;

    public ContainerEnd Follow(string container) => _containers.GetOrAdd(container, static _ => new ContainerEnd());

    /// <summary>Whether it is one of this server's that nobody is attached to any more.</summary>
    public bool IsDetached(string container) => _containers.TryGetValue(container, out var end) && !end.IsAttached();

    /// <summary>Remembers one, by name or id, that could not be removed.</summary>
    public void OnOrphan(string container) => _orphans.Enqueue(container);

    /// <summary>Those that have been remembered, once.</summary>
    public IEnumerable<string> TakeOrphans()
    {
        for (var left = _orphans.Count; left > 0 && _orphans.TryDequeue(out var container); left--)
            yield return container;
    }

    public void OnEvent(Message message)
    {
        if (message.ID is null || !_containers.TryGetValue(message.ID, out var end))
            return;
        switch (message.Action)
        {
            case "oom":
                end.OnOutOfMemory();
                break;
            case "die":
                end.OnDied();
                break;
            case "destroy":
                OnGone(message.ID);
                break;
        }
    }

    public void OnGone(string container)
    {
        if (_containers.TryRemove(container, out var end))
            end.OnGone();
    }
}

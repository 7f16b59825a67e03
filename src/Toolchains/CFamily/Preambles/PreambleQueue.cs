namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>A preamble that is to be precompiled, or to be checked because some source did not compile with it.</summary>
internal readonly record struct PreambleTask(PreambleSource Source, bool IsCheck);

/// <summary>
/// Preambles that wait to be precompiled. While submissions are being compiled only those are given out that were asked for often. No client
/// can have more than its part of the waiting places, nor more than so many precompiled in an hour.
/// </summary>
internal sealed class PreambleQueue(PreambleQueueBounds bounds, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PreambleSource> _checks = new(StringComparer.Ordinal);
    private readonly ClientBuilds _builds = new(bounds.ClientBuilds, time);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _clock;
    private int _compiling;

    /// <summary>A submission asks for one, or asks again.</summary>
    /// <param name="source">Which.</param>
    /// <param name="client">Whose submission; null: the server itself, which has no bounds of its own.</param>
    public void Add(PreambleSource source, string? client = null)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(source.Key, out var entry))
            {
                // Whoever asks for what another waits for in vain takes it over.
                if (!_builds.MayBuild(entry.Client))
                    entry.Client = client;
            }
            else if (TryMakeRoom(client))
            {
                _entries.Add(source.Key, entry = new Entry(source, client));
            }
            else
            {
                return;
            }

            entry.Uses++;
            entry.LastAsked = ++_clock;
            Wake();
        }
    }

    /// <summary>One is to be checked, before any is precompiled.</summary>
    public void AddCheck(PreambleSource source)
    {
        lock (_gate)
        {
            if (_checks.Count < bounds.Waiting && _checks.TryAdd(source.Key, source))
                Wake();
        }
    }

    /// <summary>A submission is being compiled.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _compiling++;
        }
    }

    /// <summary>It no longer is.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_compiling == 0)
                Wake();
        }
    }

    /// <summary>Waits for the one that was asked for most often and takes it out. For one caller at a time.</summary>
    public async Task<PreambleTask> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (TryTake() is { } task)
                    return task;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private PreambleTask? TryTake()
    {
        if (_checks.Count > 0)
        {
            var check = _checks.First().Value;
            _checks.Remove(check.Key);
            return new PreambleTask(check, IsCheck: true);
        }

        var first = _entries.Values.Where(entry => _builds.MayBuild(entry.Client)).MaxBy(static entry => entry.Uses);
        if (first is null || first.Uses < (_compiling == 0 ? bounds.IdleUses : bounds.BusyUses))
            return null;
        _entries.Remove(first.Source.Key);
        _builds.Built(first.Client);
        return new PreambleTask(first.Source, IsCheck: false);
    }

    /// <summary>A client that has its part loses its own oldest; where all is full, the oldest of all goes.</summary>
    private bool TryMakeRoom(string? client)
    {
        if (!_builds.MayBuild(client))
            return false;
        var own = _entries.Where(pair => client is not null && pair.Value.Client == client).ToList();
        if (own.Count >= bounds.ClientWaiting)
            _entries.Remove(own.MinBy(static pair => pair.Value.LastAsked).Key);
        else if (_entries.Count >= bounds.Waiting)
            _entries.Remove(_entries.MinBy(static pair => pair.Value.LastAsked).Key);
        return true;
    }

    private void Wake()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Entry(PreambleSource source, string? client)
    {
        public PreambleSource Source { get; } = source;

        public string? Client { get; set; } = client;

        public int Uses { get; set; }

        public long LastAsked { get; set; }
    }
}

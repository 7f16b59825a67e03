namespace CodeRunner.Sandbox.Compiling.Preambles;

/// <summary>
/// Preambles that wait to be precompiled. While submissions are being compiled only those are given out that were asked for often.
/// </summary>
internal sealed class PreambleQueue(int capacity, int idleUses, int busyUses)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _clock;
    private int _compiling;

    /// <summary>A submission asks for one, or asks again.</summary>
    public void Add(PreambleSource source)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(source.Key, out var entry))
            {
                if (_entries.Count == capacity)
                    _entries.Remove(_entries.MinBy(static pair => pair.Value.LastAsked).Key);
                _entries.Add(source.Key, entry = new Entry(source));
            }

            entry.Uses++;
            entry.LastAsked = ++_clock;
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
    public async Task<PreambleSource> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_entries.Count > 0 && _entries.Values.MaxBy(static entry => entry.Uses) is { } first && first.Uses >= (_compiling == 0 ? idleUses : busyUses))
                {
                    _entries.Remove(first.Source.Key);
                    return first.Source;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Wake()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Entry(PreambleSource source)
    {
        public PreambleSource Source { get; } = source;

        public int Uses { get; set; }

        public long LastAsked { get; set; }
    }
}

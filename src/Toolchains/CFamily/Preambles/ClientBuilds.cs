namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>Counts what was precompiled for each client within the last hour. Not for concurrent use.</summary>
internal sealed class ClientBuilds(int maximum, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // As many as were made in an hour, one at a time, so they need no other bound.
    private readonly Queue<(string Client, long At)> _built = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether one more may be made for a client; always for null, the server itself.</summary>
    public bool MayBuild(string? client)
    {
        Forget();
        return client is null || _counts.GetValueOrDefault(client) < maximum;
    }

    /// <summary>One is being made.</summary>
    public void Built(string? client)
    {
        if (client is null)
            return;
        _built.Enqueue((client, time.GetTimestamp()));
        _counts[client] = _counts.GetValueOrDefault(client) + 1;
    }

    private void Forget()
    {
        while (_built.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Window)
        {
            _built.Dequeue();
            if (--_counts[oldest.Client] == 0)
                _counts.Remove(oldest.Client);
        }
    }
}

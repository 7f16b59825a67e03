namespace CodeRunner.Client;

/// <summary>Which server a client asks, and how patiently.</summary>
public sealed class CodeRunnerClientOptions
{
    /// <summary>The server, for example <c>http://localhost:5000</c>. Default: the base address of the <see cref="HttpClient"/>.</summary>
    public Uri? Address { get; set; }

    /// <summary>What goes into the header <c>X-API-Key</c>. Default: none; clients are told apart by address then.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// How often a request is sent again that the server refused for now, or that got no answer. 0: never, and what is wrong is thrown at once.
    /// Default: 4.
    /// </summary>
    public int Retries { get; set; } = 4;

    /// <summary>The longest wait before a request is sent again. Where a server asks for a longer one, none is sent. Default: 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request waits for a result, in whole seconds; no longer than the server allows. Default: 30 s.</summary>
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take, <see cref="LongPoll"/> included. Default: 100 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// After how long a stream in which nothing comes, not even a sign of life, counts as broken. The server gives one every 15 s. Default: 45 s.
    /// </summary>
    public TimeSpan StreamTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long to wait for a result where a call doesn't say. Default: for ever.</summary>
    public TimeSpan ResultTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongPoll, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, LongPoll);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StreamTimeout, TimeSpan.Zero);
        if (Address is { IsAbsoluteUri: false })
            throw new ArgumentException($"{nameof(Address)} must be absolute, not {Address}.");
    }
}

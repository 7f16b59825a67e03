using CodeRunner.Sandbox.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox;

/// <summary>
/// Keeps a number of sandboxes of each stage started, so that nobody waits for one; who comes when none is warm gets the next
/// one that is. Every sandbox is given out once.
/// </summary>
internal sealed partial class SandboxPool(
    ISandboxStarter starter,
    IOptions<SandboxOptions> options,
    SandboxInstruments instruments,
    TimeProvider time,
    ILogger<SandboxPool> logger) : ISandboxPool, IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _starts = new(options.Value.ParallelStarts);
    private readonly Dictionary<(SandboxStage Stage, string Variant), Stock> _stocks = new()
    {
        [(SandboxStage.Compile, string.Empty)] = new Stock(string.Empty, Target(options.Value.WarmCompile)),
        [(SandboxStage.Run, string.Empty)] = new Stock(string.Empty, Target(options.Value.WarmRun)),
    };

    private readonly HashSet<Task> _background = [];

    /// <inheritdoc/>
    public ValueTask<ISandbox> RentAsync(SandboxStage stage, CancellationToken cancellationToken) =>
        RentAsync(stage, StockOf(stage, string.Empty), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ISandbox> RentAsync(SandboxStage stage, string language, CancellationToken cancellationToken) =>
        RentAsync(stage, StockOf(stage, starter.VariantOf(language)), cancellationToken);

    /// <summary>Fills the pool up for the first time.</summary>
    public void Warm()
    {
        lock (_gate)
        {
            foreach (var ((stage, _), stock) in _stocks)
                Refill(stage, stock);
        }
    }

    /// <summary>Throws all warm sandboxes away and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        Task[] background;
        lock (_gate)
        {
            background = [.. _background];
        }

        await Task.WhenAll(background);
        await Task.WhenAll(_stocks.Values.SelectMany(static stock => stock.Warm).Select(static sandbox => sandbox.DisposeAsync().AsTask()));
        _starts.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<ISandbox> RentAsync(SandboxStage stage, Stock stock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (warm, waiter) = TakeOrWait(stage, stock);
            instruments.Rented(stage, warm is not null);
            var sandbox = warm ?? await AwaitAsync(waiter!, cancellationToken);
            if (sandbox.IsAlive)
                return sandbox;
            LogDied(stage);
            await sandbox.DisposeAsync();
        }
    }

    private static int Target(int setting) => setting > 0 ? setting : Environment.ProcessorCount;

    private static async Task<IWarmSandbox> AwaitAsync(TaskCompletionSource<IWarmSandbox> waiter, CancellationToken cancellationToken)
    {
        // Whoever delivers to a cancelled waiter notices, and keeps the sandbox for the next.
        await using var cancel = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        return await waiter.Task;
    }

    private (IWarmSandbox? Warm, TaskCompletionSource<IWarmSandbox>? Waiter) TakeOrWait(SandboxStage stage, Stock stock)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            TaskCompletionSource<IWarmSandbox>? waiter = null;
            if (stock.Warm.TryDequeue(out var warm))
            {
                instruments.Warmed(stage, -1);
            }
            else
            {
                waiter = new TaskCompletionSource<IWarmSandbox>(TaskCreationOptions.RunContinuationsAsynchronously);
                stock.Waiters.Enqueue(waiter);
            }

            Refill(stage, stock);
            return (warm, waiter);
        }
    }

    private void Refill(SandboxStage stage, Stock stock)
    {
        while (!_stop.IsCancellationRequested && stock.Warm.Count + stock.Starting < stock.Target + stock.Waiters.Count)
        {
            stock.Starting++;
            Track(Task.Run(() => StartOneAsync(stage, stock)));
        }
    }

    private void Track(Task task)
    {
        _background.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _background.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task StartOneAsync(SandboxStage stage, Stock stock)
    {
        try
        {
            Deliver(stage, stock, await StartAsync(stage, stock.Variant));
            stock.Retry = FirstRetry;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The pool is being thrown away.
        }
        catch (Exception exception)
        {
            // Whatever it was, nobody may wait for it for ever.
            if (exception is SandboxUnavailableException)
                LogUnavailable(stage, exception.Message);
            else
                LogNotStarted(exception, stage);
            Fail(stock, exception as SandboxException ?? new SandboxException("A sandbox could not be started.", exception));
            await PauseAsync(stock);
            lock (_gate)
            {
                Refill(stage, stock);
            }
        }
    }

    private async Task<IWarmSandbox> StartAsync(SandboxStage stage, string variant)
    {
        await _starts.WaitAsync(_stop.Token);
        var began = time.GetTimestamp();
        try
        {
            var sandbox = await starter.StartAsync(stage, variant, _stop.Token);
            instruments.Started(stage, time.GetElapsedTime(began), succeeded: true);
            return sandbox;
        }
        catch (Exception) when (!_stop.IsCancellationRequested)
        {
            instruments.Started(stage, time.GetElapsedTime(began), succeeded: false);
            throw;
        }
        finally
        {
            _starts.Release();
        }
    }

    private void Deliver(SandboxStage stage, Stock stock, IWarmSandbox sandbox)
    {
        lock (_gate)
        {
            stock.Starting--;
            while (stock.Waiters.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult(sandbox))
                    return;
            }

            stock.Warm.Enqueue(sandbox);
            instruments.Warmed(stage, 1);
        }

        _ = sandbox.WhenDead.ContinueWith(_ => DiscardAsync(stage, stock, sandbox), TaskScheduler.Default);
    }

    /// <summary>One that died while it was warm is replaced now, and not when somebody wants it.</summary>
    private async Task DiscardAsync(SandboxStage stage, Stock stock, IWarmSandbox sandbox)
    {
        lock (_gate)
        {
            if (!stock.Warm.Contains(sandbox))
                return;
            var others = stock.Warm.Where(other => other != sandbox).ToArray();
            stock.Warm.Clear();
            Array.ForEach(others, stock.Warm.Enqueue);
            instruments.Warmed(stage, -1);
            Refill(stage, stock);
        }

        LogDied(stage);
        await sandbox.DisposeAsync();
    }

    private void Fail(Stock stock, SandboxException exception)
    {
        lock (_gate)
        {
            stock.Starting--;
            while (stock.Waiters.TryDequeue(out var waiter))
                waiter.TrySetException(exception);
        }
    }

    private async Task PauseAsync(Stock stock)
    {
        var pause = stock.Retry;
        stock.Retry = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LastRetry.Ticks));
        await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Stock StockOf(SandboxStage stage, string variant)
    {
        lock (_gate)
        {
            // Of a variant one is kept warm: few languages have one, and fewer submissions each.
            return _stocks.TryGetValue((stage, variant), out var stock) ? stock : _stocks[(stage, variant)] = new Stock(variant, target: 1);
        }
    }

    private sealed class Stock(string variant, int target)
    {
        public string Variant => variant;

        public int Target { get; } = target;

        public Queue<IWarmSandbox> Warm { get; } = new();

        public Queue<TaskCompletionSource<IWarmSandbox>> Waiters { get; } = new();

        public int Starting { get; set; }

        public TimeSpan Retry { get; set; } = FirstRetry;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sandbox for {Stage} could not be started.")]
    private partial void LogNotStarted(Exception exception, SandboxStage stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sandbox for {Stage} could not be started: {Reason}")]
    private partial void LogUnavailable(SandboxStage stage, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A warm sandbox for {Stage} had died; another one takes its place.")]
    private partial void LogDied(SandboxStage stage);
}

using CodeRunner.Sandbox.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Pool;

/// <summary>
/// Keeps a number of sandboxes of each stage started, so that nobody waits for one; who comes when none is warm gets the next
/// one that is. Every sandbox is given out once. Where starts are costly the pool is filled up when nothing runs that they would slow
/// down; only what somebody waits for, and one in reserve, is started at once, and the rest, after a while, one by one.
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

    /// <summary>Between the compile and the run of a submission no sandbox is in use.</summary>
    private static readonly TimeSpan QuietAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>Longer than most submissions take.</summary>
    private static readonly TimeSpan PutOff = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MeasuredStarts _starts = new(starter, options.Value.ParallelStarts, instruments, time);
    private readonly BackgroundTasks _background = new();
    private readonly Dictionary<SandboxSpec, SandboxStock> _stocks = new[]
    {
        new SandboxStock(new SandboxSpec(SandboxStage.Compile), Target(options.Value.WarmCompile), FirstRetry),
        new SandboxStock(new SandboxSpec(SandboxStage.Run), Target(options.Value.WarmRun), FirstRetry),
    }.ToDictionary(static stock => stock.Spec);

    private QuietTime? _quiet;
    private bool _isPutOff;

    /// <inheritdoc/>
    public ValueTask<ISandbox> RentAsync(SandboxStage stage, CancellationToken cancellationToken) =>
        RentAsync(StockOf(new SandboxSpec(stage)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ISandbox> RentAsync(SandboxStage stage, string language, CancellationToken cancellationToken) =>
        RentAsync(StockOf(starter.SpecOf(stage, language)), cancellationToken);

    /// <summary>Fills the pool up.</summary>
    public void Warm()
    {
        lock (_gate)
        {
            foreach (var stock in _stocks.Values)
                Refill(stock);
        }
    }

    /// <summary>Throws all warm sandboxes away and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        Task background;
        lock (_gate)
        {
            // Nothing is begun any more.
            background = _background.WhenAll();
        }

        await background;
        IWarmSandbox[] warm;
        lock (_gate)
        {
            // Each one that ends is looked for among them.
            warm = [.. _stocks.Values.SelectMany(static stock => stock.TakeAll())];
        }

        await Task.WhenAll(warm.Select(static sandbox => sandbox.DisposeAsync().AsTask()));
        _starts.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<ISandbox> RentAsync(SandboxStock stock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (warm, waiter) = TakeOrWait(stock);
            instruments.Rented(stock.Stage, warm is not null);
            var sandbox = warm ?? await AwaitAsync(waiter!, cancellationToken);
            if (sandbox.IsAlive)
                return sandbox;
            LogDied(stock.Stage);
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

    private (IWarmSandbox? Warm, TaskCompletionSource<IWarmSandbox>? Waiter) TakeOrWait(SandboxStock stock)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            TaskCompletionSource<IWarmSandbox>? waiter = null;
            if (stock.Warm.TryDequeue(out var warm))
            {
                instruments.Warmed(stock.Stage, -1);
                _quiet?.Use(warm.WhenDisposed);
            }
            else
            {
                waiter = new TaskCompletionSource<IWarmSandbox>(TaskCreationOptions.RunContinuationsAsynchronously);
                stock.Waiters.Enqueue(waiter);
            }

            Refill(stock);
            return (warm, waiter);
        }
    }

    private void Refill(SandboxStock stock)
    {
        if (_stop.IsCancellationRequested)
            return;
        if (starter.StartsAreCostly)
            _quiet ??= new QuietTime(time, QuietAfter, Warm);
        var isQuiet = _quiet is null || (_quiet.IsQuiet && _stocks.Values.All(static other => other.Waiters.Count == 0));
        for (var count = isQuiet ? stock.Missing : stock.Urgent; count > 0; count--)
            Begin(stock);
        if (stock.Missing > 0 && !_isPutOff)
        {
            _isPutOff = true;
            _background.Add(RefillLaterAsync());
        }
    }

    private void Begin(SandboxStock stock)
    {
        stock.Starting++;
        _background.Add(Task.Run(() => StartOneAsync(stock)));
    }

    /// <summary>What was put off, one at a time, for as long as something runs.</summary>
    private async Task RefillLaterAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(PutOff, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                // One that has failed comes back by itself.
                var next = _stocks.Values.Where(static stock => stock is { Missing: > 0, Pausing: 0 }).MaxBy(static stock => stock.Missing);
                _isPutOff = next is not null && !_stop.IsCancellationRequested;
                if (!_isPutOff)
                    return;
                if (_stocks.Values.All(static stock => stock.Starting == 0))
                    Begin(next!); // Or it would not be put off.
            }
        }
    }

    private async Task StartOneAsync(SandboxStock stock)
    {
        try
        {
            Deliver(stock, await _starts.StartAsync(stock.Spec, _stop.Token));
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
                LogUnavailable(stock.Stage, exception.Message);
            else
                LogNotStarted(exception, stock.Stage);
            Fail(stock, exception as SandboxException ?? new SandboxException("A sandbox could not be started.", exception));
            await PauseAsync(stock);
            lock (_gate)
            {
                stock.Pausing--;
                Refill(stock);
            }
        }
    }

    private void Deliver(SandboxStock stock, IWarmSandbox sandbox)
    {
        lock (_gate)
        {
            stock.Starting--;
            if (stock.TryHand(sandbox))
            {
                _quiet?.Use(sandbox.WhenDisposed);
                return;
            }

            stock.Warm.Enqueue(sandbox);
            instruments.Warmed(stock.Stage, 1);
        }

        _ = sandbox.WhenDead.ContinueWith(_ => DiscardAsync(stock, sandbox), TaskScheduler.Default);
    }

    /// <summary>One that died while it was warm is replaced now, and not when somebody wants it.</summary>
    private async Task DiscardAsync(SandboxStock stock, IWarmSandbox sandbox)
    {
        lock (_gate)
        {
            if (!stock.TryRemove(sandbox))
                return;
            instruments.Warmed(stock.Stage, -1);
            Refill(stock);
        }

        LogDied(stock.Stage);
        await sandbox.DisposeAsync();
    }

    private void Fail(SandboxStock stock, SandboxException exception)
    {
        lock (_gate)
        {
            stock.Starting--;
            stock.Pausing++;
            stock.Refuse(exception);
        }
    }

    private async Task PauseAsync(SandboxStock stock)
    {
        var pause = stock.Retry;
        stock.Retry = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LastRetry.Ticks));
        await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private SandboxStock StockOf(SandboxSpec spec)
    {
        lock (_gate)
        {
            // Of a variant one is kept warm: few languages have one, and fewer submissions each.
            return _stocks.TryGetValue(spec, out var stock) ? stock : _stocks[spec] = new SandboxStock(spec, target: 1, FirstRetry);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sandbox for {Stage} could not be started.")]
    private partial void LogNotStarted(Exception exception, SandboxStage stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sandbox for {Stage} could not be started: {Reason}")]
    private partial void LogUnavailable(SandboxStage stage, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A warm sandbox for {Stage} had died; another one takes its place.")]
    private partial void LogDied(SandboxStage stage);
}

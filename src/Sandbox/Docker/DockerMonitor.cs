using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// Watches whether the engine is there, and says so to the rest of the process. Events tell of its end at once, pings of an engine that
/// stands still, and failed starts of one that has no disk or no image left. Whenever it is back, what was left behind is removed.
/// </summary>
internal sealed partial class DockerMonitor(
    DockerEngine engine,
    ContainerWatch watch,
    DockerIdentity identity,
    SandboxReadiness readiness,
    DockerOptions options,
    TimeProvider time,
    ILogger<DockerMonitor> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _engineProblem;
    private string? _startProblem;

    /// <summary>Ends when the engine goes away, after the process has been told.</summary>
    public Task WhenLost
    {
        get
        {
            lock (_gate)
            {
                return _lost.Task;
            }
        }
    }

    /// <summary>What is in the way of sandboxes; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _engineProblem ?? _startProblem;
            }
        }
    }

    /// <summary>Begins to watch an engine that has just answered.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Asks the engine at once. False when it does not answer; the process has then been told.</summary>
    public async Task<bool> CheckAsync()
    {
        try
        {
            await engine.PingAsync(_stop.Token);
            return true;
        }
        catch (SandboxUnavailableException exception)
        {
            OnLost(exception.Message);
            return false;
        }
    }

    public void OnStartFailed(string problem) => Tell(() => _startProblem = problem);

    public void OnStarted()
    {
        if (_startProblem is not null)
            Tell(() => _startProblem = null);
    }

    /// <summary>Removes what an earlier start of this server left, and what nobody is attached to any more.</summary>
    public async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        var containers = await engine.ListAsync(identity.Filters, cancellationToken);
        // One of this start that is not known yet is just being made.
        var leftovers = containers.Where(container => container.Labels[DockerIdentity.StartLabel] != identity.Start || watch.IsDetached(container.ID));
        foreach (var container in leftovers.Select(static container => container.ID).ToArray())
        {
            await engine.RemoveAsync(container, cancellationToken);
            watch.OnGone(container);
            LogRemoved(container);
        }

        foreach (var container in watch.Known.Except(containers.Select(static container => container.ID)).Where(watch.IsDetached).ToArray())
            watch.OnGone(container);
        foreach (var name in watch.TakeOrphans())
            await engine.RemoveAsync(name, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await WatchAsync();
            }
            catch (SandboxUnavailableException exception)
            {
                OnLost(exception.Message);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was: an engine that nobody watches must not be relied on, and the watch must not end.
                LogFailed(exception);
                OnLost($"The Docker engine can't be watched: {exception.Message}");
            }

            await PauseAsync();
        }
    }

    private async Task WatchAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await engine.PingAsync(end.Token);
        var events = engine.WatchAsync(identity.Filters, watch.OnEvent, end.Token);
        try
        {
            await RemoveLeftoversAsync(end.Token);
            OnBack();
            while (!events.IsCompleted)
            {
                await Task.WhenAny(events, PauseAsync());
                if (!events.IsCompleted)
                    await engine.PingAsync(end.Token);
            }

            await events;
            throw new SandboxUnavailableException($"The Docker engine at {engine.Endpoint} has hung up.");
        }
        finally
        {
            await end.CancelAsync();
            await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task PauseAsync() => Task.Delay(options.PingPeriod, time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);

    private void OnBack()
    {
        lock (_gate)
        {
            if (_lost.Task.IsCompleted)
                _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (_engineProblem is not null)
            LogBack();
        Tell(() => _engineProblem = null);
    }

    private void OnLost(string problem)
    {
        if (_engineProblem is null)
            LogLost(problem);
        Tell(() => _engineProblem = problem);
        lock (_gate)
        {
            _lost.TrySetResult();
        }
    }

    private void Tell(Action change)
    {
        lock (_gate)
        {
            change();
            readiness.SetUnavailable("engine", _engineProblem ?? _startProblem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No sandboxes until it is back: {Problem}")]
    private partial void LogLost(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The Docker engine is back.")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Information, Message = "Container {Container} was left behind and is removed.")]
    private partial void LogRemoved(string container);

    [LoggerMessage(Level = LogLevel.Error, Message = "The Docker engine can't be watched.")]
    private partial void LogFailed(Exception exception);
}

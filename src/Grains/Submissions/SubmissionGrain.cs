using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Resilience;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;

namespace CodeRunner.Grains.Submissions;

/// <summary>
/// One submission. What must survive is in two rows that are written once each; all else (the attempt, its progress, the
/// events) is memory, which the executor's next report brings back after an activation was lost.
/// </summary>
/// <remarks>
/// Activated where it is first called: by a gateway on any silo, and, when it has not been kept in memory while it waited, by its executor on
/// the executor's own silo, so that the calls of a run are no messages.
/// </remarks>
[CollectionAgeLimit(Minutes = GrainsExtensions.SubmissionAgeMinutes)]
[GrainType("submission")]
[PreferLocalPlacement]
internal sealed partial class SubmissionGrain : Grain, ISubmissionGrain, IDisposable
{
    private readonly InstrumentedPendingIndex _index;
    private readonly ClientStorage _clients;
    private readonly GrainsInstruments _instruments;
    private readonly SubmissionOptions _options;
    private readonly RetryPolicy _retries;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly ILogger<SubmissionGrain> _logger;
    private readonly WriteOnce<RequestState> _requestRow;
    private readonly WriteOnce<ResultState> _resultRow;
    private readonly Guid _id;
    private readonly int _shard;

    /// <summary>The request without its contents; null until the submission is known to exist.</summary>
    private SubmissionRequest? _outline;

    /// <summary>The whole request, where it is small and may still be wanted.</summary>
    private SubmissionRequest? _request;

    /// <summary>Whether the stored request has inputs that are not to stay once there is a result.</summary>
    private bool _hasLargeInputs;

    private SubmissionResult? _result;
    private bool _loaded;
    private Task? _loading;

    public SubmissionGrain(
        [FromKeyedServices(SubmissionStorage.Name)] IGrainStorage storage,
        IGrainContext context,
        InstrumentedPendingIndex index,
        ClientStorage clients,
        GrainsInstruments instruments,
        IOptions<SubmissionOptions> options,
        IOptions<DispatcherOptions> dispatcherOptions,
        IHostApplicationLifetime lifetime,
        RetryPolicy retries,
        TimeProvider time,
        ILogger<SubmissionGrain> logger)
    {
        _index = index;
        _clients = clients;
        _instruments = instruments;
        _options = options.Value;
        _retries = retries;
        _time = time;
        _stopping = lifetime.ApplicationStopping;
        _logger = logger;
        _requestRow = new(storage, SubmissionStorage.RequestState, context.GrainId, instruments);
        _resultRow = new(storage, SubmissionStorage.ResultState, context.GrainId, instruments);
        _id = context.GrainId.GetGuidKey();
        _shard = Shards.Of(_id, dispatcherOptions.Value.Shards);
        _log = new(_options.EventLogCount, _options.EventLogBytes);
    }

    private IDispatcherGrain Dispatcher => GrainFactory.GetGrain<IDispatcherGrain>(_shard);

    /// <inheritdoc/>
    public async Task<SubmissionSnapshot?> GetAsync()
    {
        await LoadAsync();
        var snapshot = await SnapshotAsync();
        LetGoIfUnused();
        return snapshot;
    }

    /// <inheritdoc/>
    public async Task<SubmissionRequest?> GetRequestAsync()
    {
        await LoadAsync();
        var request = _outline is null ? null : _request ?? (await _requestRow.ReadAsync())?.Request;
        LetGoIfUnused();
        return request;
    }

    /// <inheritdoc/>
    public async Task<SubmissionSnapshot?> WaitAsync(TimeSpan timeout)
    {
        await LoadAsync();
        if (_outline is not null && _result is null && timeout > TimeSpan.Zero)
        {
            await WaitForResultAsync(timeout < _options.MaximumWait ? timeout : _options.MaximumWait);
        }

        var snapshot = await SnapshotAsync();
        LetGoIfUnused();
        return snapshot;
    }

    /// <inheritdoc/>
    public void Dispose() => _finishing.Dispose();

    private async Task WaitForResultAsync(TimeSpan timeout)
    {
        _waiters++;
        try
        {
            await LongPoll.WaitAsync(_finished.Task, timeout, _time, _stopping);
        }
        finally
        {
            _waiters--;
        }
    }

    private async Task<SubmissionSnapshot?> SnapshotAsync()
    {
        if (_outline is null)
        {
            return null;
        }

        var position = _result is null && _attempt == 0 ? await PositionAsync() : null;

        // Read after the call above: a result may have come meanwhile.
        var state = _result?.State ?? (_attempt > 0 ? SubmissionState.Running : SubmissionState.Queued);
        return new SubmissionSnapshot
        {
            Id = _id,
            State = state,
            Request = _outline,
            Attempts = _result?.Attempts ?? _attempt,
            StartedAt = _result is null ? _startedAt : _result.StartedAt,
            Progress = state == SubmissionState.Running ? _progress : null,
            QueuePosition = state == SubmissionState.Queued ? position : null,
            Result = _result,
        };
    }

    private async Task<int?> PositionAsync()
    {
        try
        {
            return await Dispatcher.GetPositionAsync(_id);
        }
        catch (Exception exception)
        {
            LogPositionUnknown(exception, _id);
            return null;
        }
    }

    /// <summary>Reads the stored rows once; callers that interleave share one reading.</summary>
    private async Task LoadAsync()
    {
        if (!_loaded)
        {
            await (_loading is { IsCompleted: false } ? _loading : _loading = ReadRowsAsync());
        }
    }

    private async Task ReadRowsAsync()
    {
        if (await _requestRow.ReadAsync() is { Request: { } request })
        {
            var result = (await _resultRow.ReadAsync())?.Result;
            Remember(request);
            if (result is not null)
            {
                Settle(result);

                // Where the server was stopped, or storage was away, between the result and their removal.
                await RemoveLargeInputsAsync();
            }
        }

        _loaded = true;
    }

    private void Remember(SubmissionRequest request)
    {
        _outline = request.WithoutContents();
        _hasLargeInputs = request.InputBytes() > _options.LargeInputBytes;
        _request = request.ContentBytes() <= _options.KeepInMemoryBytes ? request : null;
        Tell(new StateChanged(SubmissionState.Queued, 0));
    }

    /// <summary>Frees memory early where there is much to free or nothing to keep; the rest goes by its age.</summary>
    private void LetGoIfUnused()
    {
        if (_outline is null || _result?.ContentBytes() > _options.KeepInMemoryBytes)
        {
            LetGoUnlessWatched();
        }
    }

    private void LetGoUnlessWatched()
    {
        if (_waiters == 0 && _watchers == 0)
        {
            DeactivateOnIdle();
        }
    }
}

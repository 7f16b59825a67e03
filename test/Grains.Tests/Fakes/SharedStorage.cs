using System.Collections.Concurrent;
using Orleans.Storage;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>Grain storage that all silos of a test share, that checks etags, and that can be taken away.</summary>
internal sealed class SharedStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Owner), Row> _rows = new();
    private string? _only;

    /// <summary>Whether calls fail.</summary>
    public bool IsAway { get; set; }

    /// <summary>Completed when a call has failed because the storage is away.</summary>
    public TaskCompletionSource Missed { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Holds(string state, GrainId owner) => _rows.ContainsKey((state, owner));

    /// <summary>Stores a state as somebody else would.</summary>
    public void Put(string state, GrainId owner, object value) => _rows[(state, owner)] = new Row(value, Guid.NewGuid().ToString());

    public int Count(string state) => _rows.Keys.Count(key => key.State == state);

    /// <summary>Lets every call fail from now on, or every one for the grain of a submission.</summary>
    public void GoAway(Guid? submission = null)
    {
        Missed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _only = submission?.ToString("N");
        IsAway = true;
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        return Task.Run(() =>
        {
            Check(grainId);
            if (_rows.TryGetValue((stateName, grainId), out var row))
            {
                (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)row.State, row.ETag, true);
            }
        });
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        return Task.Run(() =>
        {
            Check(grainId);
            var row = new Row(grainState.State!, Guid.NewGuid().ToString());
            var written = grainState.ETag is null
                ? _rows.TryAdd((stateName, grainId), row)
                : _rows.TryGetValue((stateName, grainId), out var old) && old.ETag == grainState.ETag && _rows.TryUpdate((stateName, grainId), row, old);
            if (!written)
            {
                throw new InconsistentStateException("There is another row.");
            }

            (grainState.ETag, grainState.RecordExists) = (row.ETag, true);
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        return Task.Run(() =>
        {
            Check(grainId);
            _rows.TryRemove((stateName, grainId), out _);
            (grainState.ETag, grainState.RecordExists) = (null, false);
        });
    }

    private void Check(GrainId grain)
    {
        if (IsAway && (_only is null || grain.Key.ToString() == _only))
        {
            Missed.TrySetResult();
            throw new IOException("The storage is away.");
        }
    }

    private sealed record Row(object State, string ETag);
}

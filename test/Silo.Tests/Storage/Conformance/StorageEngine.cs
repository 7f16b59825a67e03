using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>Starts an engine as a silo has it, without the silo, on data of its own.</summary>
public interface IStorageEngines
{
    Task<StorageEngine> StartAsync();
}

/// <summary>A storage engine that runs.</summary>
public abstract class StorageEngine : IAsyncDisposable
{
    /// <summary>What states are kept for after their submission's end.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    public IGrainStorage States => Services.GetRequiredKeyedService<IGrainStorage>(SubmissionStorage.Name);

    public IPendingIndex Pending => Services.GetRequiredService<IPendingIndex>();

    public IStoredBytes Stored => Services.GetRequiredService<IStoredBytes>();

    public ISecretStore Secrets => Services.GetRequiredService<ISecretStore>();

    public IShardAgreement Shards => Services.GetRequiredService<IShardAgreement>();

    public abstract IServiceProvider Services { get; }

    /// <summary>Ends it, and starts another process on the same data, long after: what running silos agreed on has lapsed.</summary>
    public abstract Task<StorageEngine> RestartAsync(params (string Key, string Value)[] settings);

    /// <summary>Lets a second pass on the clock of the secrets.</summary>
    public abstract Task PassSecondAsync();

    /// <summary>Lets the time of retention pass, and with it go what lapses.</summary>
    public abstract Task LapseAsync();

    public abstract ValueTask DisposeAsync();

    public async Task<SubmissionResult?> ReadAsync(GrainId id, string name = SubmissionStorage.ResultState)
    {
        var state = new GrainState<SubmissionResult>();
        await States.ReadStateAsync(name, id, state);
        return state.RecordExists ? state.State : null;
    }
}

/// <summary>Tests of what every engine must do.</summary>
public abstract class ConformanceTests(IStorageEngines engines) : IAsyncLifetime
{
    protected StorageEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await engines.StartAsync();

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    protected async Task RestartAsync(params (string Key, string Value)[] settings) => Engine = await Engine.RestartAsync(settings);
}

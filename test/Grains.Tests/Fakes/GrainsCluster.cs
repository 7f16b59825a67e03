using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Judging.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>A cluster with fake runs, and with a storage and an index that outlive its silos.</summary>
internal sealed class GrainsCluster : IAsyncDisposable
{
    public FakeRunner Runner { get; } = new();

    /// <summary>Null where <see cref="Also"/> adds another one.</summary>
    public SharedStorage Storage { get; init; } = new();

    public InMemoryPendingIndex Index { get; init; } = new();

    public FakeStoredBytes Stored { get; init; } = new();

    /// <summary>The clock of grains and slots; the machine's own unless a test turns it by hand.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public int Silos { get; init; } = 1;

    /// <summary>Null: as the settings say.</summary>
    public int? Slots { get; init; } = 2;

    public Dictionary<string, string?> Settings { get; init; } = [];

    public Action<DispatcherOptions> Dispatching { get; init; } = static _ => { };

    public Action<SlotOptions> Slotting { get; init; } = static _ => { };

    public Action<SubmissionOptions> Submitting { get; init; } = static _ => { };

    public Action<ISiloBuilder> Also { get; init; } = static _ => { };

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public TestClock Clock => (TestClock)Time;

    public IGrainFactory Grains => Cluster.Client;

    public IDispatcherGrain Dispatcher => Grains.GetGrain<IDispatcherGrain>(0);

    public async Task<GrainsCluster> StartAsync()
    {
        var builder = new InProcessTestClusterBuilder((short)Silos);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(Settings));
        builder.ConfigureSilo((_, silo) => Configure(silo));
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        return this;
    }

    public ISubmissionGrain Submission(Guid id) => Grains.GetGrain<ISubmissionGrain>(id);

    /// <summary>Submits and expects that it is taken.</summary>
    public async Task<ISubmissionGrain> SubmitAsync(string code, string client = "ann", Lane lane = Lane.Interactive)
    {
        var submission = Submission(Guid.NewGuid());
        Assert.Null(await submission.SubmitAsync(Some.Request(code, client, lane)));
        return submission;
    }

    /// <summary>Waits until the submission has its result.</summary>
    public static async Task<SubmissionResult> ResultAsync(ISubmissionGrain submission)
    {
        var snapshot = await submission.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.NotNull(snapshot);
        Assert.NotNull(snapshot.Result);
        return snapshot.Result;
    }

    /// <summary>How many submissions all silos have activated.</summary>
    public async Task<int> SubmissionsInMemoryAsync() =>
        (await Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(static statistic => statistic.GrainType.Contains(nameof(SubmissionGrain), StringComparison.Ordinal))
            .Sum(static statistic => statistic.ActivationCount);

    public T Service<T>(int silo = 0)
        where T : notnull =>
        Cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Cluster.Silos.ToList())
        {
            await Cluster.KillSiloAsync(silo);
        }

        await Cluster.DisposeAsync();
    }

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(Time);
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        silo.Services.AddSingleton<IPendingIndex>(Index);
        silo.Services.AddSingleton<IStoredBytes>(Stored);
        silo.Services.AddSingleton<IStorageSpace>(Stored);
        if (Storage is not null)
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(SubmissionStorage.Name, Storage);
        }

        silo.Services.AddSingleton<ISubmissionRunner>(services => Runner.On(() => services.GetRequiredService<ILocalSiloDetails>().SiloAddress));
        Also(silo);
        silo.AddCodeRunnerGrains();
        silo.Services.Configure<DispatcherOptions>(options => Dispatching(options));
        silo.Services.Configure<SubmissionOptions>(options => Submitting(options));
        silo.Services.Configure<SlotOptions>(options =>
        {
            options.Count = Slots ?? options.Count;
            options.DrainTimeout = TimeSpan.Zero;
            options.FailurePause = TimeSpan.Zero;
            options.ReportPeriod = TimeSpan.FromMilliseconds(1);
            Slotting(options);
        });
        silo.Services.Configure<ClusterMembershipOptions>(static options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
            options.NumMissedProbesLimit = 2;
        });
    }
}

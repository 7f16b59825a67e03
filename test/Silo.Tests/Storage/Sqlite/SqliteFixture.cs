using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

/// <summary>The storage as a server has it, on a data folder of its own, with fake time.</summary>
internal sealed class SqliteFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    public SqliteFixture(string? folder = null, params (string Key, string Value)[] settings)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Samples.NewFolder();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .AddInMemoryCollection([KeyValuePair.Create(DataFolder.Setting, (string?)Folder)])
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddSerializer()
            .AddSqliteStorage()
            .AddOptions<DispatcherOptions>().BindConfiguration(DispatcherOptions.Section).Services
            .BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public string Folder { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string DatabasePath => Path.Combine(Folder, "coderunner.db");

    public IGrainStorage Grains => _services.GetRequiredKeyedService<IGrainStorage>(SubmissionStorage.Name);

    public IPendingIndex Pending => Get<IPendingIndex>();

    public SqliteWriter Writer => Get<SqliteWriter>();

    public IRetention Retention => Get<IRetention>();

    public static async Task<SqliteFixture> StartAsync(string? folder = null, params (string Key, string Value)[] settings)
    {
        var fixture = new SqliteFixture(folder, settings);
        try
        {
            await fixture.OpenAsync();
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T HostedService<T>()
        where T : IHostedService => _services.GetServices<IHostedService>().OfType<T>().Single();

    public Task OpenAsync() => HostedService<SqliteStartup>().StartingAsync(default);

    public async Task<List<Guid>> PendingIdsAsync(int shard = 0)
    {
        var ids = new List<Guid>();
        await foreach (var entry in Pending.ReadAsync(shard))
            ids.Add(entry.Id);

        return ids;
    }

    public async Task<SubmissionResult?> ReadAsync(GrainId id, string name = "result")
    {
        var state = new GrainState<SubmissionResult>();
        await Grains.ReadStateAsync(name, id, state);
        return state.RecordExists ? state.State : null;
    }

    /// <summary>Another program's connection to the same file.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}

using CodeRunner.Silo.Tests.Storage.Conformance;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;
using static CodeRunner.Silo.Tests.Storage.Sqlite.SqliteFixture;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

/// <summary>SQLite for the tests that are common to all engines, in a folder that outlives a restart.</summary>
internal sealed class SqliteEngines : IStorageEngines
{
    public async Task<StorageEngine> StartAsync() => new SqliteEngine(await SqliteFixture.StartAsync(Samples.NewFolder(), SqliteEngine.Settings));

    private sealed class SqliteEngine(SqliteFixture storage) : StorageEngine
    {
        public static readonly (string, string)[] Settings = [("Retention:Period", $"{Retention}")];

        public override IServiceProvider Services => storage.Services;

        public override async Task<StorageEngine> RestartAsync(params (string Key, string Value)[] settings)
        {
            await storage.DisposeAsync();
            return new SqliteEngine(await SqliteFixture.StartAsync(storage.Folder, [.. Settings, .. settings]));
        }

        public override Task PassSecondAsync()
        {
            storage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        }

        public override async Task LapseAsync()
        {
            storage.Time.Advance(Retention + TimeSpan.FromSeconds(1));
            await storage.Retention.SweepAsync(CancellationToken.None);
        }

        public override async ValueTask DisposeAsync()
        {
            await storage.DisposeAsync();
            Directory.Delete(storage.Folder, recursive: true);
        }
    }
}

using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Tests.Storage.Redis;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using StackExchange.Redis;

namespace CodeRunner.Silo.Tests.Compatibility;

/// <summary>What a former version has in Redis is this version's, and the other way round, also at the same time.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisRowsTests(RedisFixture redis) : IAsyncLifetime
{
    private const string Rows = "redis.txt";

    // A number of its own for each time that a state is written.
    private const string Etag = "etag";

    // The others are of the running silo.
    private static readonly string[] Kinds = ["pending:", "pending-bytes", "stored-bytes:", "submission:"];

    private readonly string _cluster = $"test-{Guid.NewGuid():N}";
    private IHost _host = null!;

    private IDatabase Database => _host.Services.GetRequiredService<RedisConnection>().Database;

    public async Task InitializeAsync() => _host = await redis.StartSiloAsync(_cluster);

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Rows_OfThisVersion_AreWrittenAsTheyWereRecorded()
    {
        await StoredRows.WriteAsync(Storage(), Pending());

        RecordedRows.Same(Rows, Kinds.SelectMany(kind => redis.Server.Keys($"{_cluster}:{kind}*")).Order(StringComparer.Ordinal)
            .SelectMany(key => Database.HashGetAll(key)
                .Select(static field => (Name: field.Name.ToString(), Value: (byte[]?)field.Value ?? []))
                .OrderBy(static field => field.Name, StringComparer.Ordinal)
                .Select(field => $"{key[_cluster.Length..]}\t{field.Name}\t{(field.Name == Etag ? "30" : Convert.ToHexString(field.Value))}")));
    }

    [Fact]
    public async Task Rows_ThatWereRecorded_AreReadAndChanged()
    {
        foreach (var row in RecordedRows.Lines(Rows).Select(static line => line.Split('\t')))
            await Database.HashSetAsync(_cluster + row[0], row[1], Convert.FromHexString(row[2]));

        await StoredRows.ReadAsync(Storage(), Pending());
    }

    private IGrainStorage Storage() => _host.Services.GetRequiredKeyedService<IGrainStorage>(SubmissionStorage.Name);

    private IPendingIndex Pending() => _host.Services.GetRequiredService<IPendingIndex>();
}

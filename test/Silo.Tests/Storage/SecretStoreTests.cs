using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Tests.Cluster;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using static CodeRunner.Silo.Tests.Storage.StorageFixture;

namespace CodeRunner.Silo.Tests.Storage;

/// <summary>What both stores must do.</summary>
public abstract class SecretStoreTests : IAsyncLifetime
{
    private protected abstract ISecretStore Secrets { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task ReadAsync_ManyAtTheFirstStart_AllGetTheSameOne()
    {
        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Secrets.ReadAsync(null, default))));

        Assert.Equal(SharedSecret.Length, read[0].Single().Value.Length);
        Assert.All(read, secrets => Assert.Equal(Text(read[0].Single()), Text(secrets.Single())));
    }

    [Fact]
    public async Task ReadAsync_NotBefore_MakesOneNewerAndKeepsTheOlder()
    {
        var first = (await Secrets.ReadAsync(null, default)).Single();
        await PassAsync();
        var moment = (await Secrets.ReadAsync(null, default)).Single().MadeAt.AddSeconds(1);

        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Secrets.ReadAsync(moment, default))));

        Assert.All(read, secrets => Assert.Equal(2, secrets.Length));
        Assert.All(read, secrets => Assert.Equal(Text(read[0][0]), Text(secrets[0])));
        Assert.Equal(Text(first), Text(read[0][1]));
        Assert.True(read[0][0].MadeAt >= moment);
    }

    [Fact]
    public async Task ToString_OfASecret_DoesNotTellIt()
    {
        var secret = (await Secrets.ReadAsync(null, default)).Single();

        Assert.DoesNotContain(Convert.ToBase64String([.. secret.Value]), $"{secret}", StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(SharedSecret.Value), $"{secret}", StringComparison.Ordinal);
    }

    private protected static string Text(SharedSecret secret) => Convert.ToHexString([.. secret.Value]);

    /// <summary>Lets a second pass on the store's clock.</summary>
    private protected abstract Task PassAsync();
}

public sealed class SqliteSecretStoreTests : SecretStoreTests
{
    private StorageFixture _storage = null!;

    private protected override ISecretStore Secrets => _storage.Get<ISecretStore>();

    public override async Task InitializeAsync() => _storage = await StartAsync();

    public override async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ReadAsync_AfterARestart_IsTheSame()
    {
        var folder = NewFolder();
        try
        {
            await using var before = await StartAsync(folder);
            var first = await before.Get<ISecretStore>().ReadAsync(null, default);
            await before.DisposeAsync();
            await using var after = await StartAsync(folder);

            Assert.Equal(Text(first.Single()), Text((await after.Get<ISecretStore>().ReadAsync(null, default)).Single()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private protected override Task PassAsync()
    {
        _storage.Time.Advance(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }
}

[Collection(RedisCollection.Name)]
public sealed class RedisSecretStoreTests(RedisFixture redis) : SecretStoreTests
{
    private ServiceProvider _services = null!;

    private protected override ISecretStore Secrets => _services.GetRequiredService<ISecretStore>();

    public override async Task InitializeAsync() => _services = await redis.ConnectAsync(("Cluster:Id", $"test-{Guid.NewGuid():N}"));

    public override async Task DisposeAsync() => await _services.DisposeAsync();

    // The store stamps with the machine's clock: an older secret stands for time that has passed.
    private protected override async Task PassAsync()
    {
        var database = _services.GetRequiredService<RedisConnection>().Database;
        var key = _services.GetRequiredService<RedisKeys>().Secrets;
        var value = (await database.ListGetByIndexAsync(key, 0)).ToString();
        await database.ListSetByIndexAsync(key, 0, $"{long.Parse(value.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture) - 60}:{value.Split(':')[1]}");
    }
}

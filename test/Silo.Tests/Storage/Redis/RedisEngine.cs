using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using StackExchange.Redis;

namespace CodeRunner.Silo.Tests.Storage.Redis;

/// <summary>Redis for the tests that are common to all engines: each has a cluster of its own.</summary>
internal sealed class RedisEngines(RedisFixture redis) : IStorageEngines
{
    public Task<StorageEngine> StartAsync() => RedisEngine.StartAsync(redis, $"test-{Guid.NewGuid():N}");

    private sealed class RedisEngine(RedisFixture redis, string cluster, ServiceProvider services) : StorageEngine
    {
        public override IServiceProvider Services => services;

        private IDatabase Database => services.GetRequiredService<RedisConnection>().Database;

        private RedisKeys Keys => services.GetRequiredService<RedisKeys>();

        public static async Task<StorageEngine> StartAsync(RedisFixture redis, string cluster, params (string Key, string Value)[] settings)
        {
            var services = await redis.ConnectAsync([("Cluster:Id", cluster), ("Retention:Period", $"{Retention}"), .. settings]);
            var engine = new RedisEngine(redis, cluster, services);

            // Orleans' storage opens itself with the silo.
            var silo = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
            ((ILifecycleParticipant<ISiloLifecycle>)engine.States).Participate(silo);
            await silo.OnStart();
            return engine;
        }

        public override async Task<StorageEngine> RestartAsync(params (string Key, string Value)[] settings)
        {
            // As time does once no silo says the number any more.
            await Database.KeyDeleteAsync(Keys.Shards);
            await services.DisposeAsync();
            return await StartAsync(redis, cluster, settings);
        }

        // The store stamps with the machine's clock: an older secret stands for time that has passed.
        public override async Task PassSecondAsync()
        {
            var value = (await Database.ListGetByIndexAsync(Keys.Secrets, 0)).ToString();
            await Database.ListSetByIndexAsync(
                Keys.Secrets, 0, $"{long.Parse(value.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture) - 60}:{value.Split(':')[1]}");
        }

        // Redis has no other clock, so what would go is looked for and deleted: all that has an end, which is near the one that was asked for.
        public override async Task LapseAsync()
        {
            foreach (var key in redis.Server.Keys($"{cluster}:*"))
            {
                if (await Database.KeyTimeToLiveAsync(key) is not { } left)
                    continue;
                Assert.InRange(left, Retention * 0.9, Retention * 1.1);
                await Database.KeyDeleteAsync(key);
            }
        }

        public override ValueTask DisposeAsync() => services.DisposeAsync();
    }
}

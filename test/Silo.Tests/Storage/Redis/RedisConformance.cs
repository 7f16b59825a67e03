using CodeRunner.Silo.Tests.Storage.Conformance;

namespace CodeRunner.Silo.Tests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisGrainStateTests(RedisFixture redis) : GrainStateTests(new RedisEngines(redis));

[Collection(RedisCollection.Name)]
public sealed class RedisSecretStoreTests(RedisFixture redis) : SecretStoreTests(new RedisEngines(redis));

[Collection(RedisCollection.Name)]
public sealed class RedisShardAgreementTests(RedisFixture redis) : ShardAgreementTests(new RedisEngines(redis));

[Collection(RedisCollection.Name)]
public sealed class RedisStateRetentionTests(RedisFixture redis) : RetentionTests(new RedisEngines(redis));

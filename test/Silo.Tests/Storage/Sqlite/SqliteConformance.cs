using CodeRunner.Silo.Tests.Storage.Conformance;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteSecretStoreTests() : SecretStoreTests(new SqliteEngines());

public sealed class SqliteShardAgreementTests() : ShardAgreementTests(new SqliteEngines());

public sealed class SqliteStateRetentionTests() : RetentionTests(new SqliteEngines());

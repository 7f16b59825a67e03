using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;
using static CodeRunner.Silo.Tests.Storage.Sqlite.SqliteFixture;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteStartupTests : IDisposable
{
    private readonly string _folder = NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StartingAsync_FolderIsMissing_MakesItForTheOwnerOnly()
    {
        var folder = Path.Combine(_folder, "a", "b");

        await using var storage = await StartAsync(folder);

        Assert.True(File.Exists(storage.DatabasePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task StartingAsync_FolderAndFilesOpenToOthers_ClosesThem()
    {
        const UnixFileMode all = (UnixFileMode)0b111_111_111;
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.Combine(_folder, "open");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, all);
        string database;
        await using (var first = await StartAsync(folder))
        {
            database = first.DatabasePath;
            Assert.All(Directory.GetFiles(folder), static file => Assert.Equal(ownerOnly, File.GetUnixFileMode(file)));
        }

        File.SetUnixFileMode(folder, all);
        File.SetUnixFileMode(database, all & ~UnixFileMode.UserExecute);

        await using var second = await StartAsync(folder);

        Assert.Equal(ownerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), static file => Assert.Equal(ownerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task StartingAsync_FolderIsAnotherServers_SaysSo()
    {
        await using var first = await StartAsync(_folder);

        var refusal = await Assert.ThrowsAsync<DataFolderException>(() => StartAsync(_folder));

        Assert.Contains(_folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another server", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartingAsync_AfterAPoliteStop_FindsEverything()
    {
        var id = NewId();
        await using (var first = await StartAsync(_folder))
            await first.Grains.WriteStateAsync("result", id, Result("kept"));

        await using var second = await StartAsync(_folder);

        Assert.Equal("kept", (await second.ReadAsync(id))?.Message);
    }

    [Fact]
    public async Task StartingAsync_AfterACrash_FindsAllThatWasAcknowledged()
    {
        var copy = Path.Combine(_folder, "copy");
        Directory.CreateDirectory(copy);
        var ids = Enumerable.Range(0, 100).Select(static _ => Guid.NewGuid()).ToList();
        await using (var crashed = await StartAsync(Path.Combine(_folder, "crashed")))
        {
            foreach (var id in ids)
            {
                await crashed.Grains.WriteStateAsync("request", NewId(id), Result());
                await crashed.Pending.AddAsync(0, new QueueEntry(id, "c", Lane.Batch, 0, default));
            }

            // What a process that dies now leaves on the disk: the files as they are, nothing closed.
            foreach (var file in Directory.GetFiles(crashed.Folder, "coderunner.db*"))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await using var restarted = await StartAsync(copy);

        Assert.All(ids, id => Assert.NotNull(restarted.ReadAsync(NewId(id), "request").GetAwaiter().GetResult()));
        Assert.Equal(ids.ToHashSet(), (await restarted.PendingIdsAsync()).ToHashSet());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096 + 1000)]
    public async Task StartingAsync_DamagedDatabase_SaysSoAndChangesNothing(int damageAt)
    {
        await using (var first = await StartAsync(_folder))
            await first.Grains.WriteStateAsync("result", NewId(), Result(bytes: 100_000));
        var path = Path.Combine(_folder, "coderunner.db");
        var bytes = await File.ReadAllBytesAsync(path);
        Array.Fill(bytes, (byte)0xAA, damageAt, bytes.Length - damageAt);
        await File.WriteAllBytesAsync(path, bytes);

        var refusal = await Assert.ThrowsAsync<DataFolderException>(() => StartAsync(_folder));

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task StartingAsync_DatabaseOfANewerVersion_SaysSo()
    {
        await using (var first = await StartAsync(_folder))
        await using (var connection = first.Connect())
            connection.Run($"PRAGMA user_version = {SqliteSchema.Version + 1}");

        var refusal = await Assert.ThrowsAsync<DataFolderException>(() => StartAsync(_folder));

        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migrate_FromAnOlderVersion_DoesTheMissingStepsAndKeepsTheData()
    {
        using var connection = InMemory();
        SqliteSchema.Migrate(connection, ["CREATE TABLE t (a)"]);
        connection.Run("INSERT INTO t VALUES (1)");

        SqliteSchema.Migrate(connection, ["CREATE TABLE t (a)", "ALTER TABLE t ADD COLUMN b DEFAULT 2"]);

        Assert.Equal(2L, connection.Scalar("SELECT b FROM t WHERE a = 1"));
        Assert.Equal(2L, connection.Scalar("PRAGMA user_version"));
    }

    [Fact]
    public void Migrate_AStepFails_LeavesTheDatabaseAsItWas()
    {
        using var connection = InMemory();

        Assert.Throws<SqliteException>(() => SqliteSchema.Migrate(connection, ["CREATE TABLE t (a)", "not SQL"]));

        Assert.Equal(0L, connection.Scalar("PRAGMA user_version"));
        Assert.Equal(0L, connection.Scalar("SELECT COUNT(*) FROM sqlite_schema"));
    }

    private static SqliteConnection InMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }
}

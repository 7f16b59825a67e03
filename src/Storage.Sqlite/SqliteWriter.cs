using System.Threading.Channels;
using CodeRunner.Grains.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

// Theory of operation: a commit that is on the disk costs an fsync, milliseconds; the writes themselves cost microseconds.
// So one thread does all writing. It takes whatever waits, carries it out in one transaction, commits, and only then keeps
// the promises; meanwhile the next group gathers by itself. One writer pays for one commit, five hundred share one.
//
// An operation is one statement, which SQLite does wholly or not at all, so an operation that fails leaves nothing behind
// and the rest of its group goes on. What fails a group as a whole (a full disk) is tried again one by one, so that
// an operation fails only for its own sake.

/// <summary>The only writer of the database: group commit behind a bounded queue.</summary>
internal sealed partial class SqliteWriter : IAsyncDisposable, IDisposable
{
    // The queue's room is counted in units; a payload takes as many as it fills, and every operation at least one.
    private const int BytesPerUnit = 16 << 10;
    private const int UnitsPerMiB = (1 << 20) / BytesPerUnit;

    // A group this heavy is committed before the next is taken, so that nobody waits for many megabytes of others.
    private const int GroupUnits = 16 * UnitsPerMiB;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly Channel<WriteOperation> _queue = Channel.CreateUnbounded<WriteOperation>();
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _entrance = new(1);
    private readonly int _roomUnits;
    private SqliteSession? _session;
    private Task _loop = Task.CompletedTask;
    private long _failedAt;

    public SqliteWriter(SqliteDatabase database, IOptions<SqliteOptions> options, TimeProvider time, ILogger<SqliteWriter> logger)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _roomUnits = options.Value.WriteQueueMiB * UnitsPerMiB;
        _room = new SemaphoreSlim(_roomUnits);
    }

    /// <summary>When a write failed last, unless one has succeeded since.</summary>
    public DateTimeOffset? FailedAt => Interlocked.Read(ref _failedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Groups committed so far.</summary>
    public long Commits { get; private set; }

    /// <summary>Operations that wait, those without room in the queue not counted.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>Opens the database and starts writing.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    public void Start()
    {
        _session = _database.OpenWriter(check: true);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Queues an operation, which must be one statement; waits for room in the queue first.</summary>
    /// <param name="operation">What to do. It may be done twice, if a transaction that it was part of was rolled back.</param>
    /// <param name="size">The bytes that it holds on to.</param>
    /// <returns>Its result, when it is committed.</returns>
    /// <exception cref="StorageUnavailableException">It was not done.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> operation, int size = 0) => EnqueueAsync(operation, size, alone: false);

    /// <summary>Queues an operation that can't be part of a transaction.</summary>
    public Task<T> MaintainAsync<T>(Func<SqliteSession, T> operation) => EnqueueAsync(operation, 0, alone: true);

    /// <summary>Does what is queued, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _session?.Dispose();
        _session = null;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<T> EnqueueAsync<T>(Func<SqliteSession, T> operation, int size, bool alone)
    {
        var weight = Math.Min(1 + (size / BytesPerUnit), _roomUnits);

        // One at a time, else two heavy operations could each hold half the room and wait for the other's.
        await _entrance.WaitAsync();
        try
        {
            for (var unit = 0; unit < weight; unit++)
                await _room.WaitAsync();
        }
        finally
        {
            _entrance.Release();
        }

        var queued = new WriteOperation<T>(operation, weight, alone);
        if (!_queue.Writer.TryWrite(queued))
        {
            _room.Release(weight);
            throw new StorageUnavailableException("The server is stopping; nothing more is stored.");
        }

        return await queued.Task;
    }

    private void Run()
    {
        var group = new List<WriteOperation>();
        while (TakeGroup(group))
        {
            Commit(group);
            _room.Release(group.Sum(static operation => operation.Weight));
            group.Clear();
        }
    }

    // Blocks this thread, which has nothing else to do.
    private bool TakeGroup(List<WriteOperation> group)
    {
        if (!_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            return false;

        var units = 0;
        while (units < GroupUnits && _queue.Reader.TryPeek(out var next) && !(next.Alone && group.Count > 0) && _queue.Reader.TryRead(out var operation))
        {
            group.Add(operation);
            units += operation.Weight;
            if (operation.Alone)
                break;
        }

        return true;
    }

    private void Commit(List<WriteOperation> group)
    {
        if (TryCommit(group) is not { } failure)
            return;

        var mayBeOneOnly = group.Count > 1 && SqliteErrors.MayBeOfOneStatement(failure);
        foreach (var operation in group)
        {
            var own = mayBeOneOnly ? TryCommit([operation]) : failure;
            if (own is not null)
                Fail(operation, own);
        }
    }

    /// <returns>Why none of it happened; null when the group is committed and every promise kept.</returns>
    private Exception? TryCommit(List<WriteOperation> group)
    {
        List<(WriteOperation Operation, Exception Failure)> failed;
        try
        {
            _session ??= _database.OpenWriter(check: false);
            failed = group[0].Alone ? RunAlone(group[0], _session) : RunTransaction(group, _session);
        }
        catch (Exception e)
        {
            // Not swallowed: those whose operations these are get it. This thread must outlive it.
            if (!SqliteErrors.LeavesConnectionUsable(e))
            {
                _session?.Dispose();
                _session = null;
            }

            return e;
        }

        Commits++;
        Interlocked.Exchange(ref _failedAt, 0);
        foreach (var operation in group.Except(failed.Select(static f => f.Operation)))
            operation.Complete();

        foreach (var (operation, failure) in failed)
            operation.Fail(failure);

        return null;
    }

    private static List<(WriteOperation, Exception)> RunAlone(WriteOperation operation, SqliteSession session)
    {
        operation.Execute(session);
        return [];
    }

    private static List<(WriteOperation, Exception)> RunTransaction(List<WriteOperation> group, SqliteSession session)
    {
        var failed = new List<(WriteOperation, Exception)>();
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var operation in group)
            {
                try
                {
                    operation.Execute(session);
                }
                catch (Exception e) when (e is not SqliteException)
                {
                    failed.Add((operation, e));
                }
            }

            session.Execute("COMMIT");
            return failed;
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }

    private void Fail(WriteOperation operation, Exception failure)
    {
        // One line for a trouble, not one for each of the thousand writes that meet it.
        if (Interlocked.Exchange(ref _failedAt, _time.GetUtcNow().UtcTicks) == 0)
            LogWriteFailed(failure);

        operation.Fail(new StorageUnavailableException($"The database can't be written to: {failure.Message}", failure));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database can't be written to; more failures are not logged until a write succeeds")]
    private partial void LogWriteFailed(Exception failure);
}

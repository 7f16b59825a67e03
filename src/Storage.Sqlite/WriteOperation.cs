namespace CodeRunner.Storage.Sqlite;

/// <summary>Something to be done by the writer, and the promise that was made for it.</summary>
internal abstract class WriteOperation(int weight, bool alone)
{
    /// <summary>What it takes of the queue's room, in the writer's units.</summary>
    public int Weight => weight;

    /// <summary>Whether it can't be part of a transaction (a checkpoint, for example).</summary>
    public bool Alone => alone;

    /// <summary>Does it; keeps the promise for <see cref="Complete"/>, as what is not committed is not done.</summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>It is committed.</summary>
    public abstract void Complete();

    /// <summary>It did not happen.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteOperation"/>
internal sealed class WriteOperation<T>(Func<SqliteSession, T> operation, int weight, bool alone) : WriteOperation(weight, alone)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends when the operation is committed or has failed.</summary>
    public Task<T> Task => _completion.Task;

    public override void Execute(SqliteSession session) => _result = operation(session);

    public override void Complete() => _completion.TrySetResult(_result!); // Set: Complete follows Execute.

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}

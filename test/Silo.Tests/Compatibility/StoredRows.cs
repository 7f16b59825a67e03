using System.Diagnostics.CodeAnalysis;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeRunner.Silo.Tests.Compatibility;

/// <summary>What every storage is given and asked for: a submission that has ended, and one that has been begun twice.</summary>
internal static class StoredRows
{
    private const string Client = "ann | Ann";
    private const int Shard = 3;

    private static readonly DateTimeOffset Moment = new(2026, 11, 26, 1, 2, 3, 456, TimeSpan.Zero);
    private static readonly Guid Ended = new("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly QueueEntry Begun = new(new Guid("7c9e6679-7425-40de-944b-e07fc1f90ae7"), Client, Lane.Batch, 2, Moment);

    public static async Task WriteAsync(IGrainStorage storage, IPendingIndex pending)
    {
        await storage.WriteStateAsync(SubmissionStorage.RequestState, IdOf(Ended), new Owned<RequestState>(new() { Request = Request }));
        await storage.WriteStateAsync(SubmissionStorage.ResultState, IdOf(Ended), new Owned<ResultState>(new() { Result = Result }));
        await storage.WriteStateAsync(SubmissionStorage.RequestState, IdOf(Begun.Id), new Owned<RequestState>(new() { Request = Request }));
        await pending.AddAsync(Shard, Begun with { Attempts = 0 }, bytes: 100);
        await pending.SetAttemptsAsync(Shard, Begun.Id, Begun.Attempts);
    }

    /// <summary>Reads all, and changes what may be changed.</summary>
    public static async Task ReadAsync(IGrainStorage storage, IPendingIndex pending)
    {
        var request = new GrainState<RequestState>(new());
        await storage.ReadStateAsync(SubmissionStorage.RequestState, IdOf(Ended), request);
        var result = new GrainState<ResultState>(new());
        await storage.ReadStateAsync(SubmissionStorage.ResultState, IdOf(Ended), result);

        Assert.Equal(Request.Code, request.State?.Request?.Code);
        Assert.Equal(Request.Client, request.State?.Request?.Client);
        Assert.Equal(Result.Verdict, result.State?.Result?.Verdict);
        Assert.Equal(Result.FinishedAt, result.State?.Result?.FinishedAt);
        Assert.Equal([Begun], await pending.ReadAsync(Shard).ToListAsync());
        Assert.Equal(Begun.Attempts, await pending.GetAttemptsAsync(Shard, Begun.Id));

        // There is a result already; who has read it may still replace it.
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            storage.WriteStateAsync(SubmissionStorage.ResultState, IdOf(Ended), new GrainState<ResultState>(new())));
        await storage.WriteStateAsync(SubmissionStorage.ResultState, IdOf(Ended), result);
        await pending.RemoveAsync(Shard, Begun.Id);
        Assert.Empty(await pending.ReadAsync(Shard).ToListAsync());
    }

    /// <summary>As the grain has it.</summary>
    private static GrainId IdOf(Guid id) => GrainId.Create(GrainType.Create("submission"), GrainIdKeyExtensions.CreateGuidKey(id));

    private static SubmissionRequest Request { get; } = new()
    {
        Language = "cpp",
        Code = Blob.FromText("int main() { return 0; }"),
        Tests = [new TestCase("first", Blob.FromText("1"), Blob.FromText("2"))],
        Limits = new Limits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64),
        Client = Client,
        CreatedAt = Moment,
    };

    private static SubmissionResult Result { get; } = new()
    {
        Verdict = Verdict.WrongAnswer,
        Tests = [new TestResult { Name = "first", Verdict = Verdict.WrongAnswer, Stdout = new Blob([0, 255]), ExitCode = 0, Usage = Usage.None }],
        Message = "Test 1 differs.",
        Attempts = 1,
        StartedAt = Moment,
        FinishedAt = Moment.AddSeconds(1),
    };

    private sealed class Owned<T>(T state) : IGrainState<T>, IOwnedState
    {
        [AllowNull]
        public T State { get; set; } = state;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }

        public string Owner => Client;
    }
}

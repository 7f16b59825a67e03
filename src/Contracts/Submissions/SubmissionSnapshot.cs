namespace CodeRunner.Contracts.Submissions;

/// <summary>How far a running submission is.</summary>
/// <param name="Test">Number of the test that runs, from 1; 0 while the compiler runs.</param>
/// <param name="Tests">Number of tests in all.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Progress")]
public sealed record Progress([property: Id(0)] int Test, [property: Id(1)] int Tests);

/// <summary>A submission as it is at one moment.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.SubmissionSnapshot")]
public sealed record SubmissionSnapshot
{
    /// <summary>The submission's id.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)] public required SubmissionState State { get; init; }

    /// <summary>What was asked for, without the source: language, limits, lane and so on are read from it.</summary>
    [Id(2)] public required SubmissionRequest Request { get; init; }

    /// <summary>Attempts begun so far.</summary>
    [Id(3)] public int Attempts { get; init; }

    /// <summary>When the present or last attempt began.</summary>
    [Id(4)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How far it is; null unless it runs.</summary>
    [Id(5)] public Progress? Progress { get; init; }

    /// <summary>How many leases come before it, from 1, as far as can be said now; null unless it waits.</summary>
    [Id(6)] public int? QueuePosition { get; init; }

    /// <summary>Its result; null until it has one.</summary>
    [Id(7)] public SubmissionResult? Result { get; init; }
}

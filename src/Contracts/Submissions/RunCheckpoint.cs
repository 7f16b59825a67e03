using System.Collections.Immutable;

namespace CodeRunner.Contracts.Submissions;

/// <summary>What an attempt has when it gives its slot up for others.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Tests">The results of the first tests, which need not run again.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.RunCheckpoint")]
public sealed record RunCheckpoint(
    [property: Id(0)] int Attempt,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] ImmutableArray<TestResult> Tests);

namespace CodeRunner.Bench.Scenarios;

/// <summary>All scenarios by name, in the order in which they run.</summary>
internal static class ScenarioNames
{
    public const string Hello = "hello";
    public const string Bits = "bits";
    public const string Tests = "tests100";
    public const string Accept = "accept";
    public const string Poll = "poll";

    /// <summary>Not one of <see cref="All"/>: it has a run of its own.</summary>
    public const string Cluster = "cluster";

    public static IReadOnlyList<string> All { get; } = [Hello, Bits, Tests, Accept, Poll];

    public static Scenario Make(string name, Ground ground) => name switch
    {
        Hello => new CompileScenario(Hello, "iostream", static sizes => (sizes.HelloSamples, sizes.HelloJobs), ground),
        Bits => new CompileScenario(Bits, "bits/stdc++.h", static sizes => (sizes.BitsSamples, sizes.BitsJobs), ground),
        Tests => new TestsScenario(ground),
        Accept => new AcceptScenario(ground),
        Poll => new PollScenario(ground),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}

namespace CodeRunner.Bench.Scenarios;

/// <summary>All scenarios by name, in the order in which they run.</summary>
internal static class ScenarioNames
{
    public const string Hello = "hello";
    public const string Typical = "typical";
    public const string Bits = "bits";
    public const string Same = "same";
    public const string Tests = "tests100";
    public const string Accept = "accept";
    public const string Burst = "burst";
    public const string Poll = "poll";

    /// <summary>Not one of <see cref="All"/>: it has a run of its own.</summary>
    public const string Cluster = "cluster";

    /// <summary>Likewise.</summary>
    public const string Kinds = "kinds";

    public static IReadOnlyList<string> All { get; } = [Hello, Typical, Bits, Same, Tests, Accept, Burst, Poll];

    public static Scenario Make(string name, Ground ground) => name switch
    {
        Hello => new CompileScenario(Hello, "#include <iostream>", Sources.Including("iostream"), new(0.40, 2.5), static sizes => (sizes.HelloSamples, sizes.HelloJobs), ground),
        Typical => new CompileScenario(Typical, "six headers and templates", Sources.Typical(), new(0.60, 1.7), static sizes => (sizes.TypicalSamples, sizes.TypicalJobs), ground),
        Bits => new CompileScenario(Bits, "#include <bits/stdc++.h>", Sources.Including("bits/stdc++.h"), new(0.27, 3.8), static sizes => (sizes.BitsSamples, sizes.BitsJobs), ground),
        Same => new SameScenario(ground),
        Tests => new TestsScenario(ground),
        Accept => new AcceptScenario(ground),
        Burst => new BurstScenario(ground),
        Poll => new PollScenario(ground),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}

using System.Diagnostics;
using System.Globalization;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;
using CodeRunner.Client;

namespace CodeRunner.Bench.Scenarios;

/// <summary>
/// What one test of a submission costs: the time of a submission with many tests less that of one with a single test, both
/// without the compiler's own time, which varies by more than a test takes.
/// </summary>
internal sealed class TestsScenario(Ground ground) : Scenario
{
    private const int Tests = 100;

    /// <summary>Milliseconds that the engine may add to a bare start.</summary>
    private const double Bound = 5;

    /// <summary>Milliseconds that a test may take in all.</summary>
    private const double Whole = 2.5;

    private int _count;

    public override string Name => ScenarioNames.Tests;

    public override string Description => string.Create(CultureInfo.InvariantCulture, $"one test of a submission with {Tests}, beside a bare spawn of the same program");

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        var bare = MeasureSpawn(sizes.Spawns, cancellationToken);
        var samples = new List<double>();
        for (var i = 0; i < sizes.TestSubmissions; i++)
        {
            var one = await MeasureSubmissionAsync(1, cancellationToken);
            var many = await MeasureSubmissionAsync(Tests, cancellationToken);
            samples.Add((many - one) / (Tests - 1));
        }

        var engine = Spread.MedianOf(samples);
        recorder.Add("a test", "ms", engine, bare, Goal.ValueAtMost(Whole));
        recorder.Add("added to a bare spawn", "ms", engine - bare, goal: Goal.ValueAtMost(Bound));
    }

    /// <summary>Milliseconds of a start, with pipes, to its end; the average.</summary>
    private double MeasureSpawn(int spawns, CancellationToken cancellationToken)
    {
        var program = ground.Bare.Compile(NextCode());
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < spawns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BareProcess.Run([program], Input(i)) != Output(i))
                throw new BenchException("The bare program doubles wrongly.");
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        BareCompiler.Remove(program);
        return elapsed.TotalMilliseconds / spawns;
    }

    private async Task<double> MeasureSubmissionAsync(int tests, CancellationToken cancellationToken)
    {
        var body = Cpp.Program(NextCode()) with
        {
            Tests = [.. Enumerable.Range(0, tests).Select(static i => new RunTest(Name(i), Input(i), Output(i)))],
        };
        var start = Stopwatch.GetTimestamp();
        var status = await ground.Client.RunAsync(body, cancellationToken: cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Require(status);
        return total - (status.Compile?.WallTimeMs ?? 0);

        static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"test {i + 1}");
    }

    private string NextCode() => string.Create(CultureInfo.InvariantCulture, $$"""
        #include <iostream>
        int main()
        {
            int number; // {{Guid.NewGuid()}} {{++_count}}
            std::cin >> number;
            std::cout << 2 * number << "\n";
        }

        """);

    private static string Input(int i) => string.Create(CultureInfo.InvariantCulture, $"{i}\n");

    private static string Output(int i) => Input(2 * i);
}

using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;
using CodeRunner.Bench.Scenarios;

namespace CodeRunner.Bench;

/// <summary>A whole run: the server, the rounds, the report.</summary>
internal sealed class Benchmark(BenchOptions options)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var folder = TemporaryFolder.Create();
        Console.Error.WriteLine($"Starting {options.Server}");
        await using var server = await ServerProcess.MeasureAsync(options.Server, folder.Make("data"), cancellationToken);
        var ground = new Ground(server, server.Client, new BareCompiler(folder.Make("bare")), () => folder.Make(Guid.NewGuid().ToString("N")), options.Redis);
        var scenarios = options.Scenarios.Select(name => (Scenario: ScenarioNames.Make(name, ground), Recorder: new Recorder())).ToArray();

        Console.Error.WriteLine("Warming up");
        foreach (var (scenario, _) in scenarios)
        {
            await scenario.WarmUpAsync(cancellationToken);
            await scenario.MeasureAsync(Sizes.WarmUp, new Recorder(), cancellationToken);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (scenario, recorder) in scenarios)
            {
                Console.Error.WriteLine($"Round {round} of {options.Rounds}: {scenario.Name}");
                await scenario.MeasureAsync(options.Quick ? Sizes.Quick : Sizes.Full, recorder, cancellationToken);
            }
        }

        var report = new Report(
            TimeProvider.System.GetUtcNow(),
            options.Rounds,
            options.Quick,
            machine,
            Machine.Load(),
            new ServerReport(Cpu.PeakMemoryMiB(server.Id), Cpu.LargestChildMiB(server.Id)),
            [.. scenarios.Select(static one => new ScenarioReport(one.Scenario.Name, one.Scenario.Description, one.Recorder.Figures()))]);
        report.WriteTo(options.Json);
        Picture.Write(report, Path.ChangeExtension(options.Json, null));
        ReportTable.Print(report, Console.Out);
    }
}

using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Kinds;

/// <summary>The whole run on kinds of sandbox: an engine, a server of each kind, the rounds, the report.</summary>
internal sealed class KindsBenchmark(BenchOptions options)
{
    private const string Description = "compile and run #include <iostream> as C++17, all sources different; bare: docker run --rm of the same image for each";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var folder = TemporaryFolder.Create();
        Console.Error.WriteLine("Starting a Docker engine");
        await using var engine = await DockerEngine.StartAsync();
        await using var native = await KindServer.StartAsync("native", options, folder.Make("native"), cancellationToken);
        await using var docker = await KindServer.StartAsync("docker", options, folder.Make("docker"), cancellationToken, $"--Sandbox:Docker:Endpoint={engine.Address}");
        var rounds = new KindsRounds(engine, native, docker);

        Console.Error.WriteLine("Warming up");
        await rounds.WarmUpAsync(cancellationToken);
        await rounds.MeasureAsync(Sizes.Quick, new Recorder(), new Recorder(), cancellationToken);

        var (ofNative, ofDocker) = (new Recorder(), new Recorder());
        for (var round = 1; round <= options.Rounds; round++)
        {
            Console.Error.WriteLine($"Round {round} of {options.Rounds}: kinds");
            await rounds.MeasureAsync(options.Quick ? Sizes.Quick : Sizes.Full, ofNative, ofDocker, cancellationToken);
        }

        var report = new Report(
            TimeProvider.System.GetUtcNow(),
            options.Rounds,
            options.Quick,
            machine,
            Machine.Load(),
            new ServerReport(Cpu.PeakMemoryMiB(docker.Process.Id), Cpu.LargestChildMiB(native.Process.Id)),
            [new("native", Description, ofNative.Figures()), new("docker", Description, ofDocker.Figures())]);
        report.WriteTo(options.Json);
        ReportTable.Print(report, Console.Out);
    }
}

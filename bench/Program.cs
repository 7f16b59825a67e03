using System.Runtime.InteropServices;
using CodeRunner.Bench;
using CodeRunner.Bench.Cluster;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Kinds;
using CodeRunner.Client;

try
{
    if (args is [SimulatedServer.Command, ..])
    {
        await SimulatedServer.RunAsync(args[1..]);
        return 0;
    }

    if (BenchOptions.Parse(args) is not { } options)
    {
        Console.WriteLine(BenchOptions.Usage);
        return 0;
    }

    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await (options.IsCluster ? new ClusterBenchmark(options).RunAsync(stop.Token)
        : options.IsKinds ? new KindsBenchmark(options).RunAsync(stop.Token)
        : new Benchmark(options).RunAsync(stop.Token));
    return 0;

    // The server and the temporary folder go on the way out.
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
// The last three: the engine refuses, is too slow, or does not start.
catch (Exception exception) when (exception is BenchException or CodeRunnerException or TimeoutException or InvalidOperationException)
{
    Console.Error.WriteLine($"bench: {exception.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench: interrupted");
    return 130;
}

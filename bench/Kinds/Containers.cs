using System.Diagnostics;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Kinds;

/// <summary>What is measured of a Docker engine itself.</summary>
internal static class Containers
{
    private const string Image = "coderunner/sandbox:latest";
    private const string Client = "/usr/bin/env";

    /// <summary>
    /// Milliseconds of CPU time of the engine and its containerd so far, without what they start; null for an engine that was there already.
    /// </summary>
    public static double? CpuTime(this DockerEngine engine) => engine.ProcessId() is { } own
        ? Cpu.OfProcess(own) + (engine.ProcessId("exec/containerd/containerd.pid") is { } containerd ? Cpu.OfProcess(containerd) : 0)
        : null;

    /// <summary>What people do without an engine of submissions: a container that compiles a program and runs it.</summary>
    /// <returns>Milliseconds.</returns>
    public static double RunContainer(this DockerEngine engine, Source source)
    {
        var start = Stopwatch.GetTimestamp();
        var output = BareProcess.Run(
            [
                Client, "docker", "--host", engine.Address, "run", "--rm", "--interactive", "--network", "none", "--entrypoint", "/bin/sh", Image,
                "-c", "cat >/tmp/f.cpp && g++ -O2 /tmp/f.cpp -o /tmp/f && /tmp/f",
            ],
            source.Code);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return output == source.Output ? time : throw new BenchException($"The container printed \"{output}\" instead of \"{source.Output}\".");
    }
}

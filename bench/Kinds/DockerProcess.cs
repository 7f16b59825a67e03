using System.Diagnostics;
using System.Globalization;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Kinds;

/// <summary>The Docker engine with the sandbox image, as <c>script/docker-engine</c> starts it: one of this run's own where no other answers.</summary>
internal sealed class DockerProcess : IAsyncDisposable
{
    private const string Script = "script/docker-engine";
    private const string Image = "coderunner/sandbox:latest";
    private const string Client = "/usr/bin/env";

    private readonly string _folder;

    private DockerProcess(string folder, string address) => (_folder, Address) = (folder, address);

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>Milliseconds of CPU time of the engine and its containerd so far, without what they start; null for an engine that was there already.</summary>
    public double? CpuTime => ReadId("engine.pid") is { } engine
        ? Cpu.OfProcess(engine) + (ReadId("exec/containerd/containerd.pid") is { } containerd ? Cpu.OfProcess(containerd) : 0)
        : null;

    /// <summary>Starts it and builds the image.</summary>
    /// <exception cref="BenchException">It does not start.</exception>
    public static async Task<DockerProcess> StartAsync(CancellationToken cancellationToken)
    {
        // Sockets have short names.
        var folder = Path.Combine(Path.GetTempPath(), $"cr-{Guid.NewGuid().ToString("N")[..8]}");
        try
        {
            var said = await RunAsync(cancellationToken, "start", folder);
            return new DockerProcess(folder, said.Trim().Split('\n')[^1]);
        }
        catch
        {
            await RunAsync(CancellationToken.None, "stop", folder);
            throw;
        }
    }

    /// <summary>What people do without an engine of submissions: a container that compiles a program and runs it.</summary>
    /// <returns>Milliseconds.</returns>
    public double RunContainer(Source source)
    {
        var start = Stopwatch.GetTimestamp();
        var output = BareProcess.Run(
            [
                Client, "docker", "--host", Address, "run", "--rm", "--interactive", "--network", "none", "--entrypoint", "/bin/sh", Image,
                "-c", "cat >/tmp/f.cpp && g++ -O2 /tmp/f.cpp -o /tmp/f && /tmp/f",
            ],
            source.Code);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return output == source.Output ? time : throw new BenchException($"The container printed \"{output}\" instead of \"{source.Output}\".");
    }

    public async ValueTask DisposeAsync() => await RunAsync(CancellationToken.None, "stop", _folder);

    private static async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Script, arguments) { RedirectStandardOutput = true }) ?? throw new BenchException($"{Script} does not start.");
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? said : throw new BenchException($"{Script} {arguments[0]} ended with {process.ExitCode}.");
    }

    private int? ReadId(string name)
    {
        var file = Path.Combine(_folder, name);
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using CodeRunner.Bench.Bare;

namespace CodeRunner.Bench.Measuring;

/// <summary>Where it was measured, and how busy that was.</summary>
internal sealed record Machine
{
    public required int Cores { get; init; }

    public required string Processor { get; init; }

    public required double MemoryGiB { get; init; }

    public required string Kernel { get; init; }

    public required string System { get; init; }

    public required string Compiler { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Load averages of 1, 5 and 15 minutes before the run.</summary>
    public required IReadOnlyList<double> LoadBefore { get; init; }

    public static Machine Describe() => new()
    {
        Cores = Environment.ProcessorCount,
        Processor = Field("/proc/cpuinfo", "model name"),
        MemoryGiB = Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20), 1),
        Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        System = RuntimeInformation.OSDescription,
        Compiler = BareProcess.Run([BareCompiler.Compiler, "--version"]).Split('\n')[0],
        Runtime = RuntimeInformation.FrameworkDescription,
        LoadBefore = Load(),
    };

    /// <summary>Load averages of 1, 5 and 15 minutes now.</summary>
    public static IReadOnlyList<double> Load() =>
        [.. File.ReadAllText("/proc/loadavg").Split(' ')[..3].Select(static load => double.Parse(load, CultureInfo.InvariantCulture))];

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}

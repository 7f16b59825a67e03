using System.Globalization;

namespace CodeRunner.Bench.Measuring;

/// <summary>CPU time and memory as the kernel counts them.</summary>
internal static class Cpu
{
    // The kernel's unit in /proc, USER_HZ, is 100 to the second on everything that .NET runs on.
    private const double MillisecondsPerTick = 10;
    private const int FieldsBeforeUserTime = 11;
    private const int UserToSystem = 3;
    private const int Irq = 5;
    private const int SoftIrq = 6;

    /// <summary>Milliseconds that all processors of the machine have been busy, whoever had them.</summary>
    public static double OfMachine()
    {
        // cpu user nice system idle iowait irq softirq ...
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(Number).ToArray();
        return (ticks[..UserToSystem].Sum() + ticks[Irq] + ticks[SoftIrq]) * MillisecondsPerTick;
    }

    /// <summary>Milliseconds of a process itself, without its children.</summary>
    public static double OfProcess(int id)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        // The name, in brackets, may hold anything.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[FieldsBeforeUserTime]) + Number(fields[FieldsBeforeUserTime + 1])) * MillisecondsPerTick;
    }

    /// <summary>The same of a server, its sandboxes not counted.</summary>
    public static double CpuTime(this ServerProcess server) => OfProcess(server.Id);

    /// <summary>The most memory that a process has ever had resident, in MiB.</summary>
    public static double PeakMemoryMiB(int id)
    {
        const string name = "VmHWM:";
        const double kibPerMib = 1024;
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")).First(static line => line.StartsWith(name, StringComparison.Ordinal));
        return Number(line[name.Length..].Replace("kB", null, StringComparison.Ordinal)) / kibPerMib;
    }

    /// <summary>The memory of the largest of a process's children with its descendants, in MiB; pages that are shared count in part.</summary>
    public static double LargestChildMiB(int id)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var process) && Read(Path.Combine(folder, "stat")) is { } stat)
                parents[process] = (int)Number(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }

        return parents.Where(pair => pair.Value == id).Select(pair => OfTree(pair.Key)).DefaultIfEmpty(0).Max();

        double OfTree(int process) =>
            ShareMiB(process) + parents.Where(pair => pair.Value == process).Sum(pair => OfTree(pair.Key));
    }

    private static double ShareMiB(int id)
    {
        const string name = "Pss:";
        const double kibPerMib = 1024;
        var line = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/smaps_rollup"))?.Split('\n').FirstOrDefault(static line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : Number(line[name.Length..].Replace("kB", null, StringComparison.Ordinal)) / kibPerMib;
    }

    /// <summary>A file of a process that may end at any moment.</summary>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

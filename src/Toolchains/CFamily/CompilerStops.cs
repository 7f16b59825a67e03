using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CodeRunner.Contracts;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;

namespace CodeRunner.Toolchains.CFamily;

/// <summary>
/// Which limit ended a compiler that only says so itself: its driver survives what the kernel does to the compiler proper, the assembler or the linker, and speaks of
/// an internal error. Looked for in the lines of the driver and its tools alone, which begin with their names and not with a file's.
/// </summary>
internal static partial class CompilerStops
{
    /// <summary>In one sentence, to go on from "the compiler was stopped: "; null when nothing says so.</summary>
    public static string? Find(ProcessExit exit, CompileOptions options)
    {
        if (exit.ExitCode is 0)
            return null;
        foreach (Match line in ToolLine().Matches(Encoding.UTF8.GetString(exit.Stderr.Span)))
        {
            if (Limit(line.Groups["words"].Value, options) is { } limit)
                return limit;
        }

        return null;
    }

    private static string? Limit(string words, CompileOptions options)
    {
        if (Says(words, "File size limit exceeded") || Says(words, "File too large"))
            return $"file size limit of {new ByteSize(options.FileSize)} exceeded";
        if (Says(words, "CPU time limit exceeded"))
            return string.Create(CultureInfo.InvariantCulture, $"CPU time limit of {options.CpuTime.TotalSeconds:0.###} s exceeded");
        if (Says(words, "out of memory") || Says(words, "virtual memory exhausted") || Says(words, "Cannot allocate memory") || Says(words, "memory exhausted") || Says(words, "std::bad_alloc"))
            return $"memory limit of {new ByteSize(options.Memory)}, or address space limit of {new ByteSize(options.AddressSpace)} of a process, exceeded";
        if (Says(words, "Killed signal terminated") || Says(words, "terminated with signal 9"))
            return $"memory limit of {new ByteSize(options.Memory)} exceeded";
        if (Says(words, "No space left on device"))
            return $"its files were larger than the memory limit of {new ByteSize(options.Memory)} leaves room for";
        if (Says(words, "Resource temporarily unavailable"))
            return string.Create(CultureInfo.InvariantCulture, $"limit of {options.Processes} processes exceeded");
        if (Says(words, "Too many open files"))
            return string.Create(CultureInfo.InvariantCulture, $"limit of {options.OpenFiles} open files exceeded");
        return Says(words, "Segmentation fault signal terminated")
            ? $"it crashed (SIGSEGV), as by a recursion deeper than its stack limit of {new ByteSize(options.Stack)}"
            : null;
    }

    private static bool Says(string words, string phrase) => words.Contains(phrase, StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:/\S*/)?(?:gcc|g\+\+|c\+\+|cc1|cc1plus|lto1|lto-wrapper|collect2|as|ld|ld\.bfd|ld\.gold|ld\.mold|mold)(?:-[0-9.]+)?: (?<words>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ToolLine();
}

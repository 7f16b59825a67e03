using System.Diagnostics;
using System.Globalization;

namespace CodeRunner.Bench.Bare;

/// <summary>What a bare compile and run took, in milliseconds.</summary>
internal readonly record struct BareTimes(double Compile, double Run)
{
    public double Total => Compile + Run;
}

/// <summary>The measure of things: <c>g++ -O2 f.cpp -o f &amp;&amp; ./f</c>.</summary>
internal sealed class BareCompiler(string folder)
{
    public const string Compiler = "/usr/bin/g++";

    private int _count;

    /// <summary>Compiles and runs a source, checks what it prints, and tells how long that took.</summary>
    /// <param name="source">What to compile.</param>
    /// <param name="options">What else the compiler is told.</param>
    public BareTimes Run(Source source, params string[] options)
    {
        var start = Stopwatch.GetTimestamp();
        var program = Compile(source.Code, options);
        var compiled = Stopwatch.GetTimestamp();
        var output = BareProcess.Run([program]);
        var ended = Stopwatch.GetTimestamp();
        Remove(program);
        if (output != source.Output)
            throw new BenchException($"The bare program printed \"{output}\" instead of \"{source.Output}\".");
        return new BareTimes(Stopwatch.GetElapsedTime(start, compiled).TotalMilliseconds, Stopwatch.GetElapsedTime(compiled, ended).TotalMilliseconds);
    }

    /// <summary>Compiles a source and returns the program's path.</summary>
    public string Compile(string code, params string[] options)
    {
        var program = Path.Combine(folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture));
        File.WriteAllText($"{program}.cpp", code);
        BareProcess.Run([Compiler, "-O2", .. options, $"{program}.cpp", "-o", program]);
        return program;
    }

    /// <summary>Removes a program and its source.</summary>
    public static void Remove(string program)
    {
        File.Delete(program);
        File.Delete($"{program}.cpp");
    }
}

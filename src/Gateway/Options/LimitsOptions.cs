using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Gateway.Options;

/// <summary>What a request may ask for. A request beyond a maximum is refused; nothing is ever cut down in silence.</summary>
public sealed class LimitsOptions
{
    private const long KiB = 1 << 10;
    private const long MiB = 1 << 20;

    /// <summary>CPU time of a run where the request names none. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan DefaultCpuTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most CPU time that a run may ask for. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxCpuTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Wall time of a run where the request names none, as a multiple of its CPU time, up to <see cref="MaxWallTime"/>. Default: 3.</summary>
    [Range(1, 100)]
    public int WallTimeFactor { get; set; } = 3;

    /// <summary>The most wall time that a run may ask for. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxWallTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The most wall time of all tests of a request together, and what holds where the request names none. Above 500 tests of 6 s, so that no request
    /// that leaves its limits out ever meets it. Default: 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxTotalWallTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Memory of a run where the request names none. Default: 256 MiB.</summary>
    [Range(MiB, long.MaxValue)]
    public long DefaultMemoryBytes { get; set; } = 256 * MiB;

    /// <summary>The least memory that a run may ask for; with less no program starts. Default: 4 MiB.</summary>
    [Range(1, long.MaxValue)]
    public long MinMemoryBytes { get; set; } = 4 * MiB;

    /// <summary>The most memory that a run may ask for. Default: 1 GiB.</summary>
    [Range(MiB, long.MaxValue)]
    public long MaxMemoryBytes { get; set; } = 1024 * MiB;

    /// <summary>Output of a run, a stream, where the request names none. Default: 1 MiB.</summary>
    [Range(1, int.MaxValue)]
    public long DefaultOutputBytes { get; set; } = MiB;

    /// <summary>The most output, a stream, that a run may ask for. Default: 16 MiB.</summary>
    [Range(1, int.MaxValue)]
    public long MaxOutputBytes { get; set; } = 16 * MiB;

    /// <summary>Processes and threads of a run where the request names none. Default: 64.</summary>
    [Range(1, 32768)]
    public int DefaultProcesses { get; set; } = 64;

    /// <summary>The most processes and threads that a run may ask for. Default: 256.</summary>
    [Range(1, 32768)]
    public int MaxProcesses { get; set; } = 256;

    /// <summary>The largest main source. Default: 256 KiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxCodeBytes { get; set; } = (int)(256 * KiB);

    /// <summary>The largest request body. Default: 16 MiB.</summary>
    [Range(1024, 1 << 29)]
    public int MaxRequestBytes { get; set; } = (int)(16 * MiB);

    /// <summary>The most tests in a request. Default: 500.</summary>
    [Range(1, 100_000)]
    public int MaxTests { get; set; } = 500;

    /// <summary>The longest name of a test, in bytes of UTF-8. Default: 255.</summary>
    [Range(1, 4096)]
    public int MaxTestNameBytes { get; set; } = 255;

    /// <summary>The most files beside the main source. Default: 64.</summary>
    [Range(0, 4096)]
    public int MaxFiles { get; set; } = 64;

    /// <summary>The longest name of a file, folders included, in bytes of UTF-8. Default: 255.</summary>
    [Range(1, 255)]
    public int MaxFileNameBytes { get; set; } = 255;

    /// <summary>The most arguments. Default: 64.</summary>
    [Range(0, 4096)]
    public int MaxArgs { get; set; } = 64;

    /// <summary>The size of all arguments together, in bytes of UTF-8. Default: 64 KiB.</summary>
    [Range(0, (int)(128 * KiB))]
    public int MaxArgsBytes { get; set; } = (int)(64 * KiB);

    /// <summary>The most compile options. Default: 32.</summary>
    [Range(0, 1024)]
    public int MaxCompileOptions { get; set; } = 32;

    /// <summary>Settings that must not be above another one, and are.</summary>
    internal IEnumerable<(string Smaller, string Larger)> Contradictions()
    {
        if (DefaultCpuTime > MaxCpuTime)
            yield return (nameof(DefaultCpuTime), nameof(MaxCpuTime));
        if (MaxWallTime > MaxTotalWallTime)
            yield return (nameof(MaxWallTime), nameof(MaxTotalWallTime));
        if (DefaultMemoryBytes > MaxMemoryBytes)
            yield return (nameof(DefaultMemoryBytes), nameof(MaxMemoryBytes));
        if (MinMemoryBytes > DefaultMemoryBytes)
            yield return (nameof(MinMemoryBytes), nameof(DefaultMemoryBytes));
        if (DefaultOutputBytes > MaxOutputBytes)
            yield return (nameof(DefaultOutputBytes), nameof(MaxOutputBytes));
        if (DefaultProcesses > MaxProcesses)
            yield return (nameof(DefaultProcesses), nameof(MaxProcesses));
    }
}

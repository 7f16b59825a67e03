namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>What a server and its programs take of the machine at one moment, to be compared with a moment later.</summary>
internal sealed class HostUse
{
    // A garbage collector's heap breathes by what a few requests need. A server that kept what a flood sends, at a
    // gigabyte a second, would be far beyond both after one program.
    private const long MemoryGrowth = 128L << 20;
    private const long MemoryInAll = 1L << 30;

    // Other work on the machine uses the disk too. What fills it on purpose does so by gigabytes within these seconds.
    private const long DiskGrowth = 512L << 20;

    private readonly int _server;
    private readonly string _folder;
    private readonly long _memory;
    private readonly long _disk;
    private readonly IReadOnlyList<string> _files;

    private HostUse(int server, string folder)
    {
        _server = server;
        _folder = folder;
        _memory = ProcessTable.ResidentBytes(server);
        _disk = FreeBytes();
        _files = OutsideFiles.Fingerprint();
    }

    /// <summary>Measures before a program runs.</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="folder">The folder that its data folder lies in.</param>
    public static HostUse Measure(int server, string folder) => new(server, folder);

    /// <summary>Compares with the present.</summary>
    /// <returns>Null when nothing was taken that is not given back, and nothing outside was changed.</returns>
    public string? Growth()
    {
        var memory = ProcessTable.ResidentBytes(_server);
        var disk = _disk - FreeBytes();
        return memory - _memory > MemoryGrowth ? $"The server grew by {(memory - _memory) >> 20} MiB."
            : memory > MemoryInAll ? $"The server has {memory >> 20} MiB."
            : disk > DiskGrowth ? $"{disk >> 20} MiB of the disk are gone."
            : OutsideFiles.Marked(_folder) is [var mark, ..] ? $"A program left {mark}"
            : OutsideFiles.Fingerprint().Except(_files).FirstOrDefault() is { } file ? $"Changed: {file}"
            : null;
    }

    /// <summary>Free space for everything but the data folder, which may grow.</summary>
    private long FreeBytes() => new DriveInfo(_folder).AvailableFreeSpace +
        new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);
}

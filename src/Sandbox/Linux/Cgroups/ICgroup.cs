using CodeRunner.Contracts;

namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>The control group of one sandbox, in whichever version the machine has.</summary>
internal interface ICgroup : IDisposable
{
    /// <summary>The files that a process enters by, one for each hierarchy.</summary>
    IReadOnlyList<string> ProcessFiles { get; }

    /// <summary>File with the CPU time used.</summary>
    string CpuFile { get; }

    /// <summary>File with the memory in use.</summary>
    string MemoryFile { get; }

    /// <summary>File with the peak of the memory in use; a write starts it anew.</summary>
    string PeakFile { get; }

    /// <summary>File with the number of processes that the kernel killed for want of memory.</summary>
    string EventsFile { get; }

    /// <summary>File with what the memory is used for.</summary>
    string StatisticsFile { get; }

    /// <summary>File with the number of times that the memory limit was reached.</summary>
    string HitsFile { get; }

    /// <summary>Bounds the memory, swap included.</summary>
    void SetMemory(ByteSize limit);

    /// <summary>Bounds the number of processes and threads.</summary>
    void SetProcesses(int limit);

    /// <summary>Gives it a tenth of the usual share of busy processors from now on.</summary>
    void SetBackground();

    /// <summary>Memory in use, without cached files: those are taken back where memory is short.</summary>
    ByteSize ReadMemory();

    /// <summary>Memory that holds files which lie on a disk too.</summary>
    ByteSize ReadFileCache();

    /// <summary>Starts the peak anew, for whoever reads it by <see cref="ReadPeak"/>; does nothing where the kernel can't.</summary>
    void ResetPeak();

    /// <summary>Peak of the memory in use, cached files included, since the last <see cref="ResetPeak"/>, or in its whole life.</summary>
    ByteSize ReadPeak();

    /// <summary>Processes and threads alive.</summary>
    int ReadProcesses();

    /// <summary>Processes that the kernel has killed for want of memory.</summary>
    long ReadOomKills();

    /// <summary>Sends SIGKILL to every process in it.</summary>
    void Kill();

    /// <summary>Removes it. False while a process is left in it.</summary>
    bool TryRemove();
}

/// <summary>The control groups of all sandboxes of one server.</summary>
internal interface ICgroupTree
{
    /// <summary>The folders that hold the sandboxes' groups.</summary>
    IReadOnlyList<string> Roots { get; }

    /// <summary>Makes the group that holds all sandboxes.</summary>
    /// <param name="memory">What all sandboxes together may use.</param>
    void Prepare(ByteSize memory);

    /// <summary>Makes the group of a sandbox.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <param name="processors">Processors that it may use at a time; 0 for all.</param>
    ICgroup Create(string name, double processors);

    /// <summary>Removes everything; false while something is left.</summary>
    bool TryRemove();
}

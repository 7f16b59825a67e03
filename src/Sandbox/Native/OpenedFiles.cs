using System.Runtime.InteropServices;
using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Native;

/// <summary>The files of a control group that a sandbox needs and can't see: what its agent reads its usage from, and what it enters by.</summary>
internal sealed class OpenedFiles : IDisposable
{
    /// <summary>Stands for a file that this kernel doesn't have: it is empty, which reads as "unknown".</summary>
    private const string Missing = "/dev/null";

    private readonly List<SafeHandle> _handles = [];

    private OpenedFiles()
    {
    }

    /// <summary>CPU, memory, peak, events, statistics, hits of the limit; then the <c>cgroup.procs</c> files.</summary>
    public IReadOnlyList<SafeHandle> Handles => _handles;

    /// <exception cref="SandboxException">One can't be opened.</exception>
    public static OpenedFiles Of(ICgroup cgroup)
    {
        var files = new OpenedFiles();
        try
        {
            files.Open(cgroup.CpuFile, FileAccess.Read);
            files.Open(cgroup.MemoryFile, FileAccess.Read);
            files.Open(File.Exists(cgroup.PeakFile) ? cgroup.PeakFile : Missing, FileAccess.ReadWrite);
            files.Open(cgroup.EventsFile, FileAccess.Read);
            files.Open(cgroup.StatisticsFile, FileAccess.Read);
            files.Open(cgroup.HitsFile, FileAccess.Read);
            foreach (var file in cgroup.ProcessFiles)
                files.Open(file, FileAccess.Write);
            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            files.Dispose();
            throw new SandboxException($"A file of {cgroup} can't be opened.", exception);
        }
    }

    public void Dispose() => _handles.ForEach(static handle => handle.Dispose());

    private void Open(string file, FileAccess access) => _handles.Add(File.OpenHandle(file, FileMode.Open, access, FileShare.ReadWrite));
}

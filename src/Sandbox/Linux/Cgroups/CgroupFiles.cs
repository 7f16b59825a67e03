using System.Globalization;
using System.Runtime.InteropServices;

namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>Reads and writes the small files of a cgroup file system.</summary>
internal static partial class CgroupFiles
{
    public const string Processes = "cgroup.procs";
    public const string OomKills = "oom_kill ";
    private const int SigKill = 9;
    private const int NotFound = 2; // ENOENT

    public static void Write(string file, string value)
    {
        try
        {
            File.WriteAllText(file, value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"The limit {value} can't be written to {file}.", exception);
        }
    }

    /// <summary>False when it is not there, or does not take that value.</summary>
    public static bool TryWrite(string file, string value)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(handle, System.Text.Encoding.ASCII.GetBytes(value), 0);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Write(string file, long value) => Write(file, value.ToString(CultureInfo.InvariantCulture));

    public static long ReadNumber(string file)
    {
        try
        {
            return long.Parse(File.ReadAllText(file).AsSpan().Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SandboxException($"{file} can't be read.", exception);
        }
    }

    /// <summary>The number behind a key at the beginning of a line; 0 when there is no such line.</summary>
    public static long ReadField(string file, string key)
    {
        try
        {
            var line = Array.Find(File.ReadAllLines(file), line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(key.Length), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SandboxException($"{file} can't be read.", exception);
        }
    }

    /// <summary>Bytes of cached files by <c>memory.stat</c>, the same in both versions; those of a tmpfs are not among them.</summary>
    public static long ReadFileCache(string file) => ReadField(file, "inactive_file ") + ReadField(file, "active_file ");

    /// <summary>Signals whoever is in the group now; never a number remembered from before.</summary>
    public static void KillAll(string folder)
    {
        string[] numbers;
        try
        {
            numbers = File.ReadAllLines(Path.Combine(folder, Processes));
        }
        catch (IOException)
        {
            return; // Removed already.
        }

        foreach (var number in numbers)
        {
            // A process in a pid namespace that can't be seen from here is listed as 0, and 0 would mean ourselves.
            if (int.TryParse(number, CultureInfo.InvariantCulture, out var process) && process > 0)
                _ = Kill(process, SigKill);
        }
    }

    /// <summary>Removes an empty group. True when it is gone.</summary>
    /// <remarks>Asked again and again until the kernel agrees, so without the exceptions that <see cref="Directory.Delete(string)"/> would throw.</remarks>
    public static bool TryRemove(string folder) => RemoveFolder(folder) == 0 || Marshal.GetLastPInvokeError() == NotFound;

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveFolder(string path);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace CodeRunner.Sandbox.Native.Cgroups;

/// <summary>Reads and writes the small files of a cgroup file system.</summary>
internal static class CgroupFiles
{
    public const string Processes = "cgroup.procs";
    public const string OomKills = "oom_kill ";
    private const int SigKill = 9;

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

    /// <summary>Signals whoever is in the group now; never a number remembered from before.</summary>
    public static void KillAll(string folder, int? spared = null)
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
            if (int.TryParse(number, CultureInfo.InvariantCulture, out var process) && process > 0 && process != spared)
                _ = Kill(process, SigKill);
        }
    }

    /// <summary>Removes an empty group. True when it is gone.</summary>
    public static bool TryRemove(string folder)
    {
        try
        {
            // Not recursive: the files in it are not real ones, and can't be removed.
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}

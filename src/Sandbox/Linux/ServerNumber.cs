using System.Globalization;

namespace CodeRunner.Sandbox.Linux;

/// <summary>A server's number among all servers of the machine, from 0, held by a lock that ends with the process.</summary>
public sealed class ServerNumber : IDisposable
{
    private const int MaxServers = 64;

    private readonly FileStream _lock;

    private ServerNumber(FileStream lockFile, int value)
    {
        _lock = lockFile;
        Value = value;
    }

    /// <summary>The number.</summary>
    public int Value { get; }

    /// <summary>Takes the lowest free number.</summary>
    /// <param name="folder">Where the locks are; made if it isn't there.</param>
    /// <exception cref="SandboxException">There is none.</exception>
    /// <exception cref="IOException">The folder can't be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static ServerNumber Acquire(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var number = 0; number < MaxServers; number++)
        {
            if (TryAcquire(folder, number) is { } acquired)
                return acquired;
        }

        throw new SandboxException($"{MaxServers} servers run on this machine already.");
    }

    /// <summary>Takes one number; null when a server that runs has it.</summary>
    public static ServerNumber? TryAcquire(string folder, int number) =>
        TryLock(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number}.lock"))) is { } lockFile ? new ServerNumber(lockFile, number) : null;

    /// <summary>Gives it back.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null; // Another server's.
        }
    }
}

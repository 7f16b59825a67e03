using System.Globalization;

namespace CodeRunner.Sandbox.Compiling;

/// <summary>A numbered folder below a shared one, held by a lock that ends with the process: no two servers ever use the same.</summary>
internal sealed class OwnedFolder : IDisposable
{
    private const int MaxServers = 64;
    private readonly FileStream _lock;

    private OwnedFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Takes the one of the lowest free number, with whatever it holds.</summary>
    /// <exception cref="IOException">None is free, or it can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be made.</exception>
    public static OwnedFolder Take(string parent)
    {
        parent = System.IO.Path.GetFullPath(parent);
        Directory.CreateDirectory(parent);
        for (var number = 0; number < MaxServers; number++)
        {
            var path = System.IO.Path.Combine(parent, number.ToString(CultureInfo.InvariantCulture));
            if (TryLock($"{path}.lock") is not { } lockFile)
                continue;
            Directory.CreateDirectory(path);
            return new OwnedFolder(path, lockFile);
        }

        throw new IOException($"{MaxServers} servers use {parent} already.");
    }

    /// <summary>Gives it up.</summary>
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

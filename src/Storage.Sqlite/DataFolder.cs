using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

/// <summary>The folder that one server, and only one, keeps its data in.</summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The setting (and environment variable) that names the folder where <see cref="SqliteOptions.Path"/> doesn't.</summary>
    public const string Setting = "CODERUNNER_DATA";

    private const string DefaultName = "coderunner";
    private const string LockName = "lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The mode of the files in it, whatever the umask is.</summary>
    internal const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? _lock;

    /// <summary>Finds out where the folder is; touches nothing.</summary>
    public DataFolder(IOptions<SqliteOptions> options, IConfiguration configuration)
        : this(options.Value.Path is { Length: > 0 } path ? path : configuration[Setting])
    {
    }

    internal DataFolder(string? path)
    {
        Path = System.IO.Path.GetFullPath(string.IsNullOrEmpty(path) ? DefaultPath() : path);
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder if need be, and takes it until this object is disposed or the process dies, however it dies.</summary>
    /// <exception cref="DataFolderException">Another server has it, or it can't be made or written to.</exception>
    public void Take()
    {
        try
        {
            // Sources and results are nobody else's business on this machine.
            Directory.CreateDirectory(Path, OwnerOnly);
            Close();

            // FileShare.None is an flock here, which the kernel drops with the process. The file stays: to unlink it
            // would let a third server lock a new file of that name while a second still waits on the old one.
            _lock = new FileStream(System.IO.Path.Combine(Path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.SetUnixFileMode(_lock.SafeFileHandle, OwnerReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"The data folder {Path} can't be written to. Choose another with {Setting}.", e);
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(Path, LockName)))
        {
            throw new DataFolderException(
                $"The data folder {Path} is in use by another server. Stop that one, or choose another folder with {Setting}.", e);
        }
        catch (IOException e)
        {
            throw new DataFolderException($"The data folder {Path} can't be made: {e.Message} Choose another with {Setting}.", e);
        }
    }

    /// <summary>Gives the folder up.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Of one that was there already, others' rights are taken too, unless it is everybody's, as /tmp is: there the files have to do.</summary>
    private void Close()
    {
        if ((File.GetUnixFileMode(Path) & UnixFileMode.StickyBit) == 0)
            File.SetUnixFileMode(Path, OwnerOnly);
    }

    private static string DefaultPath()
    {
        var dataHome = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return dataHome.Length > 0
            ? System.IO.Path.Combine(dataHome, DefaultName)
            : throw new DataFolderException($"There is no home folder to keep data in. Name a data folder with {Setting}.");
    }
}

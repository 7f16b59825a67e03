using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Cache;

/// <summary>Compilations on disk, bounded by their bytes. A disk that fails means that fewer are kept, nothing else.</summary>
internal sealed partial class ArtifactStore : IDisposable
{
    private const string DefaultParent = "/var/cache/coderunner/programs";
    private const string PartEnding = ".part";
    private const int PrefixLength = 2;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly CompileCacheOptions _options;
    private readonly ILogger<ArtifactStore> _logger;
    private readonly Lazy<OwnedFolder?> _folder;
    private readonly LeastRecentlyUsed _entries = new();

    /// <summary>Makes one; its folder is taken when it is first used.</summary>
    public ArtifactStore(IOptions<CompileCacheOptions> options, ILogger<ArtifactStore> logger)
    {
        _options = options.Value;
        _logger = logger;
        _folder = new Lazy<OwnedFolder?>(Open);
    }

    /// <summary>Whether there is anywhere to keep anything.</summary>
    public bool IsEnabled => _options.Enabled && _folder.Value is not null;

    /// <summary>Gives the folder up.</summary>
    public void Dispose()
    {
        if (_folder.IsValueCreated)
            _folder.Value?.Dispose();
    }

    /// <summary>Reads one; null when there is none that is whole.</summary>
    public async Task<Compilation?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (!IsEnabled || !_entries.TryUse(key))
            return null;
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(key), cancellationToken);
            if (ArtifactFile.Read(key, bytes) is { } compilation)
                return compilation;
            LogDamaged(key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
        }

        Remove(key);
        return null;
    }

    /// <summary>Keeps one, if the disk has room.</summary>
    public async Task WriteAsync(string key, Compilation compilation)
    {
        if (!IsEnabled)
            return;
        var bytes = ArtifactFile.Write(key, compilation);
        if (bytes.Length > _options.Bytes)
            return;
        var path = PathOf(key);
        try
        {
            if (!FreeSpace.Has(_folder.Value!.Path, bytes.Length, _options.KeepFree))
                return;
            MakeRoom(bytes.Length);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path + PartEnding, bytes);
            File.Move(path + PartEnding, path, overwrite: true);
            _entries.Add(key, bytes.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
            TryDelete(path + PartEnding);
        }
    }

    private string PathOf(string key) => Path.Combine(_folder.Value!.Path, key[..PrefixLength], key); // Only once it is enabled.

    private OwnedFolder? Open()
    {
        var parent = _options.Folder.Length > 0 ? _options.Folder : DefaultParent;
        try
        {
            var folder = OwnedFolder.Take(parent);
            // Programs are nobody else's business on this machine.
            File.SetUnixFileMode(folder.Path, OwnerOnly);
            var files = new DirectoryInfo(folder.Path).GetFiles("*", SearchOption.AllDirectories);
            foreach (var file in files.OrderBy(static file => file.LastWriteTimeUtc))
            {
                if (file.Extension == PartEnding)
                    file.Delete();
                else
                    _entries.Add(file.Name, file.Length);
            }

            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SandboxException)
        {
            LogUnusable(exception, parent);
            return null;
        }
    }

    private void MakeRoom(long size)
    {
        while (_entries.Bytes + size > _options.Bytes && _entries.Oldest is { } oldest)
            Remove(oldest);
    }

    private void Remove(string key)
    {
        _entries.Remove(key);
        TryDelete(PathOf(key));
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Compiled programs are not kept: {Folder} (Compile:Cache:Folder) can't be used.")]
    private partial void LogUnusable(Exception exception, string folder);

    [LoggerMessage(LogLevel.Warning, "A compiled program could not be read, written or removed.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The compiled program {Key} is not as it was written; it is compiled again.")]
    private partial void LogDamaged(string key);
}

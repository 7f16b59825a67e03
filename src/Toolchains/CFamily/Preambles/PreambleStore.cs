using System.Security.Cryptography;
using CodeRunner.Toolchains.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>The precompiled preambles on disk, bounded by their bytes. A disk that fails means that there are fewer of them, nothing else.</summary>
internal sealed partial class PreambleStore(PreambleFolder folder, IOptions<PreambleOptions> options, ILogger<PreambleStore> logger)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const string PartEnding = ".part";

    private readonly LeastRecentlyUsed _entries = new();

    /// <summary>The bytes of all.</summary>
    public long Bytes => _entries.Bytes;

    /// <summary>Whether there is one, which now counts as used.</summary>
    public bool TryUse(string key) => _entries.TryUse(key);

    /// <summary>Whether the file of one is still what was written. Reads all of it.</summary>
    public async Task<bool> IsWholeAsync(string key, CancellationToken cancellationToken)
    {
        if (folder is not { Shared: { } shared, Records: { } records })
            return false;
        try
        {
            return await PreambleRecord.ReadAsync(Path.Combine(records, key), cancellationToken) is { } record
                && await record.IsTrueOfAsync(FileOf(shared, key), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
            return false;
        }
    }

    /// <summary>Takes over what an earlier server left, as far as it is whole, and removes the rest.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (folder is not { Shared: { } shared, Records: { } records })
            return;
        try
        {
            foreach (var record in new DirectoryInfo(records).GetFiles().OrderBy(static file => file.LastWriteTimeUtc))
            {
                if (record.Extension != PartEnding && await PreambleRecord.ReadAsync(record.FullName, cancellationToken) is { } known && await known.IsTrueOfAsync(FileOf(shared, record.Name), cancellationToken))
                    _entries.Add(record.Name, known.Size);
                else
                    record.Delete();
            }

            foreach (var stray in new DirectoryInfo(shared).GetDirectories().Where(entry => !_entries.Contains(entry.Name)))
                stray.Delete(recursive: true);
            MakeRoom(0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
        }
    }

    /// <summary>Stores one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="write">Writes its bytes; false when there are none after all.</param>
    /// <returns>Whether it is there now.</returns>
    public async Task<bool> AddAsync(string key, Func<Stream, Task<bool>> write)
    {
        if (folder is not { Shared: { } shared, Records: { } records })
            return false;
        var part = Path.Combine(records, key + PartEnding);
        try
        {
            if (!FreeSpace.Has(records, options.Value.Largest, options.Value.KeepFree))
                return false;
            PreambleRecord? record;
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                await using var hashed = new HashingStream(file, hash);
                record = await write(hashed) ? new PreambleRecord(Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length) : null;
            }

            if (record is null || record.Size > options.Value.Bytes)
                return false;
            MakeRoom(record.Size);
            var target = FileOf(shared, key);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.SetUnixFileMode(Path.GetDirectoryName(target)!, PreambleFolder.Enter);
            File.SetUnixFileMode(part, ReadOnly);
            File.Move(part, target, overwrite: true);
            // Last: what has no record is removed at the next start.
            await record.WriteAsync(Path.Combine(records, key));
            _entries.Add(key, record.Size);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
            Remove(key);
            return false;
        }
        finally
        {
            TryDelete(part);
        }
    }

    /// <summary>Removes one. A compiler that has it open goes on reading it.</summary>
    public void Remove(string key)
    {
        _entries.Remove(key);
        if (folder is not { Shared: { } shared, Records: { } records })
            return;
        TryDelete(Path.Combine(records, key));
        TryDelete(FileOf(shared, key));
        TryDelete(Path.GetDirectoryName(FileOf(shared, key))!);
    }

    private static string FileOf(string shared, string key) => Path.Combine(shared, key, PreambleSource.PrecompiledName);

    private void MakeRoom(long size)
    {
        while (Bytes + size > options.Value.Bytes && _entries.Oldest is { } oldest)
            Remove(oldest);
    }

    private void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path);
            else if (File.Exists(path))
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A precompiled preamble could not be read, written or removed.")]
    private partial void LogFailed(Exception exception);
}

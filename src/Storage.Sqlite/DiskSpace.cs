using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// What has to stay free on the data folder's disk: results of what was accepted must still find room there, and so must whoever else uses it.
/// </summary>
internal sealed class DiskSpace(DataFolder folder, IOptions<SqliteOptions> options) : IStorageSpace
{
    // On a disk that is smaller than the default was made for, all of it would have to stay free.
    private const int LargestPart = 10;

    /// <summary>What is wrong, in a sentence; null when there is enough.</summary>
    public string? Lacks()
    {
        try
        {
            var disk = new DriveInfo(folder.Path);
            return Lacks(disk.AvailableFreeSpace, disk.TotalSize, (long)options.Value.KeepFreeMiB << 20);
        }
        catch (IOException)
        {
            // A disk that can't be asked may well be written to; where it can't, the writes say so.
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsScarceAsync() => ValueTask.FromResult(Lacks() is not null);

    /// <summary>The same of a disk with so many bytes free of so many, of which so many are to be kept.</summary>
    internal static string? Lacks(long free, long total, long keep)
    {
        var kept = Math.Min(keep, total / LargestPart);
        return free >= kept ? null : $"The data folder's disk has {InMiB(free)} free, and {InMiB(kept)} are kept for what was accepted.";
    }

    private static string InMiB(long bytes) => $"{bytes >> 20} MiB";
}

namespace CodeRunner.Toolchains.Cache;

/// <summary>Caches leave room on their disk for those who need it: it usually is that of the submissions.</summary>
internal static class FreeSpace
{
    /// <summary>Whether <paramref name="bytes"/> more leave at least <paramref name="kept"/> free.</summary>
    /// <exception cref="IOException">The disk can't be asked.</exception>
    public static bool Has(string path, long bytes, long kept) => new DriveInfo(path).AvailableFreeSpace - bytes >= kept;
}

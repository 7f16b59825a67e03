using System.Globalization;

namespace CodeRunner.Sandbox.Native;

/// <summary>
/// What the compilers of native sandboxes work with: the machine's own headers and libraries. A package manager replaces files by renaming, which
/// changes the time of their folder, so the times of the folders tell one state from another.
/// </summary>
internal static class SystemFolders
{
    private const int Depth = 3;
    private static readonly string[] Roots = ["/usr/include", "/usr/lib/gcc", "/usr/bin"];

    /// <summary>A text that is another one after something was installed, upgraded or removed.</summary>
    public static string Fingerprint()
    {
        using var key = new Fingerprint();
        key.Add(Environment.OSVersion.Platform.ToString()).Add(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString());
        foreach (var root in Roots.Where(Directory.Exists))
            Add(key, new DirectoryInfo(root), Depth);
        return key.Finish();
    }

    private static void Add(Fingerprint key, DirectoryInfo folder, int depth)
    {
        key.Add(folder.FullName).Add(folder.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
        if (depth == 0)
            return;
        foreach (var inner in folder.EnumerateDirectories().Where(static inner => inner.LinkTarget is null).OrderBy(static inner => inner.Name, StringComparer.Ordinal))
            Add(key, inner, depth - 1);
    }
}

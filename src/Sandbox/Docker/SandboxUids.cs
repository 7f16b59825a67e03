using System.Text;
using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// The uids of one server's containers. Some limits of the kernel count by user over all containers, so servers that share an engine, and may know nothing
/// of each other, should not share uids: each takes a range by its name.
/// </summary>
internal static class SandboxUids
{
    private const int PerServer = 1_024;
    private const int Ranges = 1_024;
    private const int FirstRemapped = 10_000;
    private const int LastRemapped = 65_000; // an engine that remaps users has 65,536
    private const uint HashStart = 2_166_136_261;
    private const uint HashFactor = 16_777_619;

    public static UidAllocator For(int first, string silo, bool remapped)
    {
        var ranges = remapped ? (LastRemapped - FirstRemapped) / PerServer : Ranges;
        return new UidAllocator((remapped ? FirstRemapped : first) + ((int)(Hash(silo) % (uint)ranges) * PerServer), PerServer);
    }

    /// <summary>FNV-1a: the same in every process, as the runtime's own is not.</summary>
    private static uint Hash(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(HashStart, static (hash, value) => unchecked((hash ^ value) * HashFactor));
}

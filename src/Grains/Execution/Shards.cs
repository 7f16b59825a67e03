using System.Buffers.Binary;

namespace CodeRunner.Grains.Execution;

/// <summary>Which dispatcher a submission belongs to.</summary>
public static class Shards
{
    private const int GuidBytes = 16;

    /// <summary>The shard of a submission, from 0; the same on every silo and in every process.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="shards">How many shards there are; at least 1.</param>
    public static int Of(Guid id, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shards);
        Span<byte> bytes = stackalloc byte[GuidBytes];
        id.TryWriteBytes(bytes);

        // The first and the last four bytes of a version 4 UUID are random in every bit.
        var hash = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]);
        return (int)(hash % (uint)shards);
    }
}

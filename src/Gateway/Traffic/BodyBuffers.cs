using System.Buffers;

namespace CodeRunner.Gateway.Traffic;

/// <summary>Buffers of bodies: small ones come again and again and are kept, large ones are the collector's once they are let go of.</summary>
internal static class BodyBuffers
{
    /// <summary>The largest that is kept: the pool would keep a few of each size for every processor, and nobody counts those.</summary>
    private const int LargestKept = 1 << 20;

    /// <summary>A buffer of at least so many bytes, whatever they are.</summary>
    public static byte[] Rent(int length) =>
        length <= LargestKept ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Takes a buffer back that nobody reads any more.</summary>
    public static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestKept)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

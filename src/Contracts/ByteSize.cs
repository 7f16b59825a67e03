using System.Globalization;

namespace CodeRunner.Contracts;

/// <summary>A number of bytes; never negative.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.ByteSize")]
public readonly record struct ByteSize : IComparable<ByteSize>
{
    /// <summary>Makes a size of <paramref name="bytes"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public ByteSize(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
    }

    /// <summary>The size in bytes.</summary>
    [Id(0)]
    public long Bytes { get; }

    /// <summary>A size of <paramref name="kibibytes"/> x 1024 bytes.</summary>
    public static ByteSize FromKiB(long kibibytes) => new(checked(kibibytes << 10));

    /// <summary>A size of <paramref name="mebibytes"/> x 1024 x 1024 bytes.</summary>
    public static ByteSize FromMiB(long mebibytes) => new(checked(mebibytes << 20));

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The size in the largest binary unit that divides it, for example <c>64 MiB</c>.</summary>
    public override string ToString() => Bytes switch
    {
        >= 1 << 20 when Bytes % (1 << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{Bytes >> 20} MiB"),
        >= 1 << 10 when Bytes % (1 << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{Bytes >> 10} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes"),
    };

    /// <summary>Whether <paramref name="left"/> is smaller.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Whether <paramref name="left"/> is larger.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Whether <paramref name="left"/> is not larger.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Whether <paramref name="left"/> is not smaller.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;
}

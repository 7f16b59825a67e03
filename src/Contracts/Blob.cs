using System.Text;

namespace CodeRunner.Contracts;

/// <summary>
/// Bytes that nobody changes after they were made. A program's output is bytes and not text: it is decoded once, at the
/// edge, and never on the way. (Orleans copies a <c>byte[]</c> in one piece, an <c>ImmutableArray&lt;byte&gt;</c> byte by byte.)
/// </summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.Blob")]
public readonly struct Blob : IEquatable<Blob>
{
    [Id(0)]
    private readonly byte[]? _bytes;

    /// <summary>Takes <paramref name="bytes"/> over; the caller must not change it afterwards.</summary>
    public Blob(byte[] bytes) => _bytes = bytes;

    /// <summary>No bytes.</summary>
    public static Blob Empty => default;

    /// <summary>The number of bytes.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes as a span.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The bytes as memory.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>The UTF-8 bytes of <paramref name="text"/>.</summary>
    public static Blob FromText(string? text) => string.IsNullOrEmpty(text) ? Empty : new Blob(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes read as UTF-8; what is not UTF-8 shows as U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);

    /// <inheritdoc/>
    public bool Equals(Blob other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Blob other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(Blob left, Blob right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Blob left, Blob right) => !left.Equals(right);
}

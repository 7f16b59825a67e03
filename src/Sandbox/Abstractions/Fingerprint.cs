using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CodeRunner.Sandbox;

/// <summary>Makes a SHA-256 of parts, each with its length, so that no two lists of parts run together.</summary>
public sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds bytes.</summary>
    public Fingerprint Add(ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        _hash.AppendData(length);
        _hash.AppendData(part);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public Fingerprint Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    /// <summary>Adds texts, and how many they are.</summary>
    public Fingerprint Add(IReadOnlyCollection<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Span<byte> count = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(count, parts.Count);
        _hash.AppendData(count);
        foreach (var part in parts)
            Add(part);
        return this;
    }

    /// <summary>The hash as lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Frees the hash.</summary>
    public void Dispose() => _hash.Dispose();
}

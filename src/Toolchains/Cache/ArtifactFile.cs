using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Toolchains.Building;

namespace CodeRunner.Toolchains.Cache;

/// <summary>
/// A compilation as bytes: a SHA-256 over the key and all that follows, whether it succeeded, whether the compiler's words are cut, their
/// length, they themselves, and the program.
/// </summary>
internal static class ArtifactFile
{
    private const int HeaderSize = SHA256.HashSizeInBytes + 2 + sizeof(int);

    /// <summary>Puts one together.</summary>
    public static byte[] Write(string key, Compilation compilation)
    {
        var (words, program) = (compilation.Result.Output, compilation.Program);
        var bytes = new byte[HeaderSize + words.Length + program.Length];
        var rest = bytes.AsSpan(SHA256.HashSizeInBytes);
        rest[0] = (byte)(compilation.Result.Succeeded ? 1 : 0);
        rest[1] = (byte)(compilation.Result.OutputTruncated ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(rest[2..], words.Length);
        words.Span.CopyTo(bytes.AsSpan(HeaderSize));
        program.Span.CopyTo(bytes.AsSpan(HeaderSize + words.Length));
        Hash(key, rest, bytes);
        return bytes;
    }

    /// <summary>Takes one apart; null when a single bit isn't as it was written, or it was written for another key.</summary>
    public static Compilation? Read(string key, byte[] bytes)
    {
        if (bytes.Length < HeaderSize)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var rest = bytes.AsSpan(SHA256.HashSizeInBytes);
        Hash(key, rest, hash);
        if (!hash.SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
            return null;
        var words = BinaryPrimitives.ReadInt32LittleEndian(rest[2..]);
        // Nothing was compiled now, so nothing was used.
        var result = new CompileResult(
            rest[0] == 1, new Blob(bytes[HeaderSize..(HeaderSize + words)]), rest[1] == 1, new Usage(TimeSpan.Zero, TimeSpan.Zero, default), Message: null);
        return new Compilation(result, new Blob(bytes[(HeaderSize + words)..]));
    }

    private static void Hash(string key, ReadOnlySpan<byte> rest, Span<byte> target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(key));
        hash.AppendData(rest);
        hash.GetHashAndReset(target);
    }
}

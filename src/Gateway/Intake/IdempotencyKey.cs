using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// What makes a repeated submit the same submission: the job's id is derived from client, key and a secret of the server, and the grain of that
/// id stores the first request only. The key is free again once the job is deleted.
/// </summary>
internal sealed record IdempotencyKey(string Value)
{
    /// <summary>The header that has the key.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaximumLength = 255;
    private const int GuidBytes = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>The request's key; null where it has none.</summary>
    public static IdempotencyKey? Read(HttpRequest request, FieldProblems problems)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return null;
        if (values is [{ Length: > 0 and <= MaximumLength } value] && value.All(static character => character is > ' ' and <= '~'))
            return new IdempotencyKey(value);
        problems.Add(Header, $"must be given once and have 1 to {MaximumLength} printable ASCII characters, without spaces");
        return null;
    }

    /// <summary>The id of the job, which nobody can compute without the secret: a UUID of version 8 (RFC 9562), made of HMAC-SHA-256.</summary>
    public Guid JobId(string client, ReadOnlySpan<byte> secret) => ToId(HMACSHA256.HashData(secret, Name(client)));

    /// <summary>The id that versions without a secret made, by which only what they took is looked for.</summary>
    public Guid UnkeyedJobId(string client) => ToId(SHA256.HashData(Name(client)));

    /// <summary>What tells this request from another one under the same key.</summary>
    public static Blob Fingerprint(ReadOnlySpan<byte> body, TextEncoding encoding) =>
        new([.. SHA256.HashData(body), (byte)encoding]);

    // With the length before it, no client and key join to the same text as others.
    private byte[] Name(string client)
    {
        var name = Encoding.UTF8.GetBytes(client);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
        return [.. length, .. name, .. Encoding.ASCII.GetBytes(Value)];
    }

    private static Guid ToId(byte[] hash)
    {
        var id = hash.AsSpan(0, GuidBytes);
        id[VersionByte] = (byte)((id[VersionByte] & 0x0F) | 0x80);
        id[VariantByte] = (byte)((id[VariantByte] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}

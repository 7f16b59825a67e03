using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// What makes a repeated submit the same submission: the job's id is derived from client, key and a secret of the server, and the grain of that
/// id stores the first request only. The key is free again once the job is deleted.
/// </summary>
internal sealed record IdempotencyKey(string Value)
{
    /// <summary>What it is called, in headers and in sentences.</summary>
    public const string Name = "Idempotency-Key";

    private const int GuidBytes = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>The id of the job, which nobody can compute without the secret: a UUID of version 8 (RFC 9562), made of HMAC-SHA-256.</summary>
    public Guid JobId(string client, ReadOnlySpan<byte> secret) => ToId(HMACSHA256.HashData(secret, Text(client)));

    /// <summary>The id that versions without a secret made, by which only what they took is looked for.</summary>
    public Guid UnkeyedJobId(string client) => ToId(SHA256.HashData(Text(client)));

    // With the length before it, no client and key join to the same text as others.
    private byte[] Text(string client)
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

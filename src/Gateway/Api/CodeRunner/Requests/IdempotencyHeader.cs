using System.Security.Cryptography;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>The header by which a request may be repeated.</summary>
internal static class IdempotencyHeader
{
    private const int MaximumLength = 255;

    /// <summary>The request's key; null where it has none.</summary>
    public static IdempotencyKey? Read(HttpRequest request, FieldProblems problems)
    {
        if (!request.Headers.TryGetValue(IdempotencyKey.Name, out var values))
            return null;
        if (values is [{ Length: > 0 and <= MaximumLength } value] && value.All(static character => character is > ' ' and <= '~'))
            return new IdempotencyKey(value);
        problems.Add(IdempotencyKey.Name, $"must be given once and have 1 to {MaximumLength} printable ASCII characters, without spaces");
        return null;
    }

    /// <summary>What tells this request from another one under the same key.</summary>
    public static Blob Fingerprint(ReadOnlySpan<byte> body, TextEncoding encoding) =>
        new([.. SHA256.HashData(body), (byte)encoding]);
}

using System.Globalization;
using System.Security.Cryptography;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>What the server knows of a file that it wrote.</summary>
/// <param name="Hash">Its SHA-256, in hexadecimal.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record PreambleRecord(string Hash, long Size)
{
    private const int MaximumLength = 128;

    /// <summary>Reads one; null when the file holds none.</summary>
    public static async Task<PreambleRecord?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MaximumLength)
            return null;
        var parts = (await File.ReadAllTextAsync(path, cancellationToken)).Split(' ');
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new PreambleRecord(parts[0], size)
            : null;
    }

    /// <summary>Writes it.</summary>
    public Task WriteAsync(string path) => File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{Hash} {Size}"));

    /// <summary>Whether the file is still as it was.</summary>
    public async Task<bool> IsTrueOfAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        await using var file = File.OpenRead(path);
        return file.Length == Size && Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == Hash;
    }
}

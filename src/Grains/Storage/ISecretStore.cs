using System.Collections.Immutable;

namespace CodeRunner.Grains.Storage;

/// <summary>A secret that all gateways of a cluster share.</summary>
/// <param name="MadeAt">When it was made, in whole seconds.</param>
/// <param name="Value">The secret, which is never logged or shown.</param>
public sealed record SharedSecret(DateTimeOffset MadeAt, ImmutableArray<byte> Value)
{
    /// <summary>Bytes of a secret that is made here: as many as the hash that it keys gives.</summary>
    public const int Length = 32;

    /// <summary>Says when it was made and not what it is, so that no log can have it by accident.</summary>
    public override string ToString() => $"secret of {MadeAt:u}";
}

/// <summary>The secrets of the server, where its submissions are stored as well. There is always at least one.</summary>
public interface ISecretStore
{
    /// <summary>
    /// Reads the secrets; makes one first where there is none, or none that was made at or after <paramref name="notBefore"/>. However many do so at
    /// the same time, one is made, and all get the same.
    /// </summary>
    /// <param name="notBefore">When the newest must have been made at the earliest; not in the future. Null: any will do.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The secrets, the newest first.</returns>
    /// <exception cref="StorageUnavailableException">They can't be read now.</exception>
    Task<ImmutableArray<SharedSecret>> ReadAsync(DateTimeOffset? notBefore, CancellationToken cancellationToken);
}

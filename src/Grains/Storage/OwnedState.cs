using System.Diagnostics.CodeAnalysis;

namespace CodeRunner.Grains.Storage;

/// <inheritdoc cref="IOwnedState"/>
internal sealed class OwnedState<T>(T state, string owner) : IGrainState<T>, IOwnedState
{
    [AllowNull]
    public T State { get; set; } = state;

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public string Owner => owner;
}

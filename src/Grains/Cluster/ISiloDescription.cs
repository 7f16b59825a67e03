using System.Collections.Immutable;
using CodeRunner.Contracts.Cluster;

namespace CodeRunner.Grains.Cluster;

/// <summary>What a silo runs programs with, in words.</summary>
public interface ISiloDescription
{
    /// <summary>The sandbox in one line.</summary>
    string Sandbox { get; }

    /// <summary>The languages that work; empty until they have been tried.</summary>
    ImmutableArray<SiloLanguage> Languages { get; }
}

/// <summary>A silo with nothing to say.</summary>
internal sealed class NoDescription : ISiloDescription
{
    public string Sandbox => string.Empty;

    public ImmutableArray<SiloLanguage> Languages => [];
}

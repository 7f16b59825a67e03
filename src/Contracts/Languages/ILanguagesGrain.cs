using System.Collections.Immutable;

namespace CodeRunner.Contracts.Languages;

/// <summary>What a silo can compile and run: asked of any silo, as all of a cluster have the same image. Key 0.</summary>
[Alias("CodeRunner.ILanguagesGrain")]
[GrainInterfaceType("CodeRunner.ILanguagesGrain")]
public interface ILanguagesGrain : IGrainWithIntegerKey
{
    /// <summary>The languages that passed their probe; empty while the silo still tries them.</summary>
    [Alias("GetAsync")]
    Task<ImmutableArray<LanguageDescription>> GetAsync();
}

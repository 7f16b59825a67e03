using System.Collections.Immutable;

namespace CodeRunner.Gateway.Languages;

/// <summary>The languages that the engine runs.</summary>
public interface ILanguageDirectory
{
    /// <summary>All of them.</summary>
    ImmutableArray<LanguageInfo> Languages { get; }

    /// <summary>The one that a request means by <paramref name="nameOrAlias"/>; null when there is none.</summary>
    LanguageInfo? Find(string nameOrAlias);
}

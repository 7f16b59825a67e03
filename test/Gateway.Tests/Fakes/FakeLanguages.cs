using System.Collections.Immutable;
using CodeRunner.Gateway.Languages;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>C++, and a language without standards or options.</summary>
internal sealed class FakeLanguages : ILanguageDirectory
{
    public ImmutableArray<LanguageInfo> Languages { get; } =
    [
        new()
        {
            Id = "cpp", Name = "C++", Aliases = ["c++", "g++"], Version = "g++ 12.2.0", Standards = ["11", "14", "17", "20"], DefaultStandard = "20",
            CompileOptions = ["-O[0-3]", "-W[a-z-]+"], SourceName = "main.cpp",
        },
        new() { Id = "sh", Name = "Shell", Version = "dash", SourceName = "main.sh" },
    ];

    public LanguageInfo? Find(string nameOrAlias) =>
        Languages.FirstOrDefault(language => language.Id == nameOrAlias || language.Aliases.Contains(nameOrAlias));
}

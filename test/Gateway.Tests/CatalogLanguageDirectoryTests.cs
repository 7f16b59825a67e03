using System.Collections.Immutable;
using CodeRunner.Gateway.Languages;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Gateway.Tests;

public sealed class CatalogLanguageDirectoryTests
{
    private static readonly Language _cpp = new()
    {
        Id = "cpp",
        Name = "C++",
        Aliases = ["c++"],
        SourceName = "main.cpp",
        RunCommand = ["{program}"],
        VersionCommand = ["g++", "--version"],
        Standards = [new("20", "c++20"), new("20", "c++2a"), new("23", "c++23")],
        DefaultStandard = "20",
        AllowedOptions = ["-O2|-O3", "-W.*"],
    };

    [Fact]
    public void Languages_CatalogFilledLater_AreThere()
    {
        var catalog = new FakeCatalog();
        var directory = new CatalogLanguageDirectory(catalog);
        Assert.Empty(directory.Languages);
        Assert.Null(directory.Find("cpp"));

        catalog.Languages = [new InstalledLanguage(_cpp, "g++ 12")];

        var language = Assert.Single(directory.Languages);
        Assert.Equal("g++ 12", language.Version);
        Assert.Equal(["20", "23"], language.Standards.ToArray());
        Assert.Same(language, directory.Find("cpp"));
        Assert.Same(language, directory.Find("c++"));
        Assert.Null(directory.Find("C++"));
    }

    [Theory]
    [InlineData("-O2", true)]
    [InlineData("-O3", true)]
    [InlineData("-Wall", true)]
    [InlineData("-O22", false)]
    [InlineData("x-O3", false)]
    [InlineData("-O2 -O3", false)]
    [InlineData("-", false)]
    [InlineData("-Wa\n", false)]
    public void Allows_Option_OnlyWhenAPatternMatchesAllOfIt(string option, bool allowed)
    {
        var directory = new CatalogLanguageDirectory(new FakeCatalog { Languages = [new InstalledLanguage(_cpp, "g++ 12")] });

        Assert.Equal(allowed, directory.Languages[0].Allows(option));
    }

    private sealed class FakeCatalog : ILanguageCatalog
    {
        public ImmutableArray<InstalledLanguage> Languages { get; set; } = [];

        public InstalledLanguage? Find(string nameOrAlias) => Languages.FirstOrDefault(installed => installed.Language.Id == nameOrAlias);
    }
}

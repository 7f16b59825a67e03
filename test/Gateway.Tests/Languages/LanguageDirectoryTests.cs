using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeRunner.Gateway.Tests.Languages;

public sealed class LanguageDirectoryTests : IDisposable
{
    private static readonly LanguageDescription _cpp = new("cpp", "C++", ["c++"], "g++ 12", ["20", "23"], "20", ["-O2|-O3", "-W.*"], "main.cpp");

    private readonly LanguageDirectory _directory = new(
        null!, // It asks nobody unless it is started.
        Microsoft.Extensions.Options.Options.Create(new GatewayOptions()),
        TimeProvider.System,
        NullLogger<LanguageDirectory>.Instance);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Take_First_AreThereByNameAndAlias()
    {
        Assert.Empty(_directory.Languages);
        Assert.Null(_directory.Find("cpp"));

        _directory.Take([_cpp]);

        var language = Assert.Single(_directory.Languages);
        Assert.Equal("g++ 12", language.Version);
        Assert.Equal(["20", "23"], language.Standards.ToArray());
        Assert.Same(language, _directory.Find("cpp"));
        Assert.Same(language, _directory.Find("c++"));
        Assert.Same(language, _directory.Find("C++"));
        Assert.Null(_directory.Find("C"));
    }

    [Fact]
    public void Take_SameOrNone_ChangesNothing()
    {
        _directory.Take([_cpp]);
        var language = _directory.Find("cpp");

        _directory.Take([_cpp with { Aliases = ["c++"] }]);
        _directory.Take([]);

        Assert.Same(language, _directory.Find("cpp"));
    }

    [Fact]
    public void Take_Changed_CountsFromThen()
    {
        _directory.Take([_cpp]);

        _directory.Take([_cpp with { Version = "g++ 13" }, _cpp with { Id = "c", Aliases = [] }]);

        Assert.Equal("g++ 13", _directory.Find("cpp")?.Version);
        Assert.NotNull(_directory.Find("c"));
    }

    [Fact]
    public void Take_Dialects_AreChosenByEveryName()
    {
        _directory.Take([_cpp with { StandardOption = "-std=", Dialects = [new("20", "20", "gnu++20", ["20", "gnu++20"]), new("c++20", "20", "c++20", ["c++20"])] }]);

        var language = _directory.Languages[0];
        Assert.Equal("c++20", language.ChooseStandard("C++20", []).Dialect?.Id);
        Assert.Equal("20", language.ChooseStandard(null, ["-std=gnu++20"]).Dialect?.Id);
        Assert.Equal(["20", "c++20"], language.Dialects!.Select(static dialect => dialect.Name));
    }

    [Fact]
    public void Take_NoDialects_OlderSilosStandardsCount()
    {
        _directory.Take([_cpp with { Dialects = default }]);

        var language = _directory.Languages[0];
        Assert.Equal("23", language.ChooseStandard("23", []).Dialect?.Id);
        Assert.Equal("must be one of 20, 23", language.ChooseStandard("c++23", []).Problem);
        Assert.Null(language.Dialects);
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
        _directory.Take([_cpp]);

        Assert.Equal(allowed, _directory.Languages[0].Allows(option));
    }
}

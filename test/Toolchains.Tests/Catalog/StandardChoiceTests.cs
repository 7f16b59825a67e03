using CodeRunner.Contracts.Languages;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Tests.Catalog;

/// <summary>By which names a dialect can be asked for, in the field and among the options.</summary>
public sealed class StandardChoiceTests
{
    [Theory]
    [InlineData("cpp", "17", "gnu++17")]
    [InlineData("cpp", "gnu++17", "gnu++17")]
    [InlineData("cpp", "Gnu++1Z", "gnu++17")]
    [InlineData("cpp", "c++17", "c++17")]
    [InlineData("cpp", "C++17", "c++17")]
    [InlineData("cpp", "98", "gnu++98")]
    [InlineData("cpp", "03", "gnu++98")]
    [InlineData("cpp", "c++03", "c++98")]
    [InlineData("cpp", "98/03", "gnu++98")]
    [InlineData("c", "17", "gnu17")]
    [InlineData("c", "18", "gnu17")]
    [InlineData("c", "c17", "c17")]
    [InlineData("c", "C18", "c17")]
    [InlineData("c", "89", "gnu90")]
    [InlineData("c", "90", "gnu90")]
    [InlineData("c", "89/90", "gnu90")]
    [InlineData("c", "c89", "c90")]
    [InlineData("c", "iso9899:1999", "c99")]
    [InlineData("c", "gnu2x", "gnu23")]
    public void Of_Name_InTheFieldOrAsOptionMeansTheSame(string language, string name, string value)
    {
        Assert.Equal(value, Choose(language, name).Dialect?.Value);
        Assert.Equal(value, Choose(language, null, $"-std={name}").Dialect?.Value);
        Assert.Equal(value, Choose(language, null, $"--std={name}").Dialect?.Value);
    }

    [Theory]
    [InlineData("cpp", "c17")]
    [InlineData("cpp", "gnu17")]
    [InlineData("cpp", "18")]
    [InlineData("cpp", "c++")]
    [InlineData("cpp", "")]
    [InlineData("cpp", "17 ")]
    [InlineData("c", "c++17")]
    [InlineData("c", "20")]
    public void Of_UnknownName_IsAProblemOfItsField(string language, string name)
    {
        var field = Choose(language, name);
        var option = Choose(language, null, "-O2", $"-std={name}");

        Assert.Equal((null, null), (field.Dialect, field.Option));
        Assert.StartsWith("must be one of ", field.Problem, StringComparison.Ordinal);
        Assert.Equal((null, 1), (option.Dialect, option.Option));
        Assert.StartsWith("must name one of ", option.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17", "c++17", "-std=c++17")] // The number alone says nothing about the dialect.
    [InlineData("c++17", "c++17", "-std=17")]
    [InlineData("gnu++17", "gnu++17", "-std=17", "-std=gnu++1z")]
    [InlineData(null, "c++17", "-std=17", "-std=c++17", "-std=c++1z")]
    public void Of_SeveralThatAgree_TheDialectIsTheOneNamed(string? standard, string value, params string[] options)
    {
        var choice = Choose("cpp", standard, options);

        Assert.Equal((value, null), (choice.Dialect?.Value, choice.Problem));
        Assert.Empty(choice.Options);
    }

    [Theory]
    [InlineData("20", 0, "asks for c++17, but the field standard for 20 (gnu++20): leave one of them out", "-std=c++17")]
    [InlineData("c++20", 1, "asks for gnu++20, but the field standard for c++20: leave one of them out", "-O2", "-std=gnu++20")]
    [InlineData(null, 1, "asks for gnu++11, but an option before it for c++11: leave one of them out", "-std=c++11", "-std=gnu++11")]
    [InlineData("17", 1, "asks for gnu++17, but an option before it for c++17: leave one of them out", "-std=c++17", "-std=gnu++17")]
    public void Of_SeveralThatDisagree_IsAProblemOfTheLater(string? standard, int option, string problem, params string[] options)
    {
        var choice = Choose("cpp", standard, options);

        Assert.Equal((null, option, problem), (choice.Dialect?.Id, choice.Option, choice.Problem));
    }

    [Fact]
    public void Of_NothingNamed_LeavesTheOptionsAlone()
    {
        var choice = Choose("cpp", null, "-O2", "-Dstd=c++17");

        Assert.Equal((null, null), (choice.Dialect, choice.Problem));
        Assert.Equal(["-O2", "-Dstd=c++17"], choice.Options.AsEnumerable());
    }

    [Fact]
    public void OptionOf_OtherCommands_IsWhatStandsBeforeTheStandard()
    {
        var language = Language("cpp");

        Assert.Equal("--edition=", LanguageDialects.OptionOf(language with { CompileCommand = ["/usr/bin/x", "--edition={standard}"] }));
        Assert.Null(LanguageDialects.OptionOf(language with { CompileCommand = ["/usr/bin/x", "{standard}"] }));
    }

    private static Language Language(string id)
    {
        // As a compiler knows them that knows all: each by its first word.
        var language = BuiltInLanguages.All.Single(language => language.Id == id);
        return language with { Standards = [.. language.Standards.DistinctBy(static standard => standard.Id)] };
    }

    private static StandardChoice Choose(string language, string? standard, params string[] options) =>
        StandardChoice.Of(LanguageDialects.Of(Language(language)), LanguageDialects.OptionOf(Language(language)), standard, options);
}

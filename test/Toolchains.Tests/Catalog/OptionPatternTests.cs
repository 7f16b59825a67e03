using CodeRunner.Contracts.Languages;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Tests.Catalog;

/// <summary>What a pattern can let pass, whatever it says.</summary>
public sealed class OptionPatternTests
{
    private static readonly OptionFilter _cpp = LanguageOptions.Allowed(BuiltInLanguages.All.Single(language => language.Id == "cpp"));

    [Theory]
    [InlineData("-a", true)]
    [InlineData("-b", true)]
    [InlineData("-ab", false)]
    [InlineData("x-a", false)]
    [InlineData("-a\n", false)]
    [InlineData("-c", false)]
    public void Allows_Alternatives_MatchAsAWhole(string option, bool allowed) =>
        Assert.Equal(allowed, new OptionFilter(["-a|-b", "-c$x"]).Allows(option));

    // What a pattern begins with decides whether it is looked at.
    [Theory]
    [InlineData("-ab?", "-a", true)]
    [InlineData("-ab*c", "-ac", true)]
    [InlineData("-ab{0,2}c", "-ac", true)]
    [InlineData("-ab+", "-a", false)]
    [InlineData("-a|-b", "-b", true)]
    [InlineData(@"-a\(|-b", "-b", true)]
    [InlineData("-a[(]|-b", "-b", true)]
    [InlineData(@"-a[\](]|-b", "-b", true)]
    [InlineData("-a[](]|-b", "-b", true)]
    [InlineData("-a[^](]|-b", "-b", true)]
    [InlineData("-a(b|c)", "-ac", true)]
    [InlineData("-a(b|c)", "-c", false)]
    [InlineData("(?i)-a", "-A", true)]
    [InlineData("-a(?i)b", "-aB", true)]
    [InlineData("-a(?i)b", "-AB", false)]
    [InlineData("-a=b.c", "-a=bxc", true)]
    public void Allows_PatternOfAnyForm_AsItMatches(string pattern, string option, bool allowed) =>
        Assert.Equal(allowed, new OptionFilter([pattern]).Allows(option));

    [Theory]
    [InlineData("-(a)\\1")]
    [InlineData("-(?=a)a")]
    [InlineData("a)|(?:b")]
    [InlineData("-(")]
    public void Check_PatternThatCantBeUsed_IsRefused(string pattern) =>
        Assert.True(Record.Exception(() => OptionFilter.Check(pattern)) is ArgumentException or NotSupportedException);

    [Fact]
    public void Check_PatternsOfBuiltInLanguages_CanBeUsed() =>
        Assert.All(BuiltInLanguages.All.SelectMany(static language => language.AllowedOptions.AddRange(language.ObjectDroppedOptions)), OptionFilter.Check);

    [Theory]
    [InlineData("@file")]
    [InlineData("file")]
    [InlineData("-\n")]
    [InlineData("-\0")]
    [InlineData("-\u0085")]
    [InlineData("")]
    public void Allows_PatternThatMatchesEverything_StillRefusesWhatNoOptionIs(string option) =>
        Assert.False(new OptionFilter(["(?s).*"]).Allows(option));

    [Fact]
    public void Allows_LongOption_UpToTheMaximum()
    {
        var longest = "-D" + new string('A', OptionFilter.MaximumLength - 2);

        Assert.True(_cpp.Allows(longest));
        Assert.False(_cpp.Allows(longest + "A"));
    }
}

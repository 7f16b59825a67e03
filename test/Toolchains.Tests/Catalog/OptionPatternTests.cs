using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Tests.Catalog;

/// <summary>What a pattern can let pass, whatever it says.</summary>
public sealed class OptionPatternTests
{
    private static readonly OptionFilter _cpp = OptionFilter.For(BuiltInLanguages.All.Single(language => language.Id == "cpp"));

    [Theory]
    [InlineData("-a", true)]
    [InlineData("-b", true)]
    [InlineData("-ab", false)]
    [InlineData("x-a", false)]
    [InlineData("-a\n", false)]
    [InlineData("-c", false)]
    public void Allows_Alternatives_MatchAsAWhole(string option, bool allowed) =>
        Assert.Equal(allowed, new OptionFilter(["-a|-b", "-c$x"]).Allows(option));

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

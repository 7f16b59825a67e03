using CodeRunner.Sandbox.Compiling.Preambles;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Sandbox.Tests.Compiling;

/// <summary>What is precompiled, with the real compiler.</summary>
[Collection(NativeCompilingCollection.Name)]
public sealed class PreambleBuilderTests(NativeCompilingFixture fixture)
{
    /// <summary>The instances are part of what is precompiled, so it is larger with them: with g++ 12 by a tenth.</summary>
    private const double Larger = 1.05;

    [Theory]
    [InlineData("11")]
    [InlineData("14")]
    [InlineData("17")]
    [InlineData("20")]
    [InlineData("23")]
    public async Task BuildAsync_Gcc_InstantiatesWhatHeadersNeed(string standard)
    {
        var plain = await BuildAsync(WithoutPlugin(fixture.Fast), standard);
        var instantiated = await BuildAsync(fixture.Fast, standard);

        Assert.InRange(instantiated, (long)(plain * Larger), 2 * plain);
    }

    [Fact]
    public async Task BuildAsync_CompilerDoesNotTakeThePlugin_PrecompilesWithoutIt()
    {
        var language = WithoutPlugin(fixture.Fast);
        var request = CompilingFixture.Request("#include <set>\n#include <cstdio>\nint main() { std::set<int> s{1, 2}; std::printf(\"%zu\\n\", s.size()); }\n");

        var source = await fixture.BuildPreambleAsync(language, request);

        Assert.NotNull(source);
        Assert.False(fixture.IsInstantiated(source));
        Assert.Equal("Ended 0 \n2\n\n", await fixture.RunAsync(await fixture.CompileAsync(language, request)));
    }

    [Fact]
    public async Task Failed_AgainAndAgain_IsMadeAnewWithoutInstancesThenRefused()
    {
        var request = CompilingFixture.Request("#include <cstdio>\n#include <deque>\nint main() {}\n");
        var source = await fixture.BuildPreambleAsync(fixture.Fast, request);
        Assert.NotNull(source);
        Assert.True(fixture.IsInstantiated(source));

        FailThrice(source);
        Assert.Null(fixture.Preambles.Find(fixture.Fast, request, "c++20"));
        Assert.NotNull(await fixture.BuildPreambleAsync(fixture.Fast, request));
        Assert.False(fixture.IsInstantiated(source));

        FailThrice(source);
        Assert.Null(fixture.Preambles.Find(fixture.Fast, request, "c++20"));
    }

    private void FailThrice(PreambleSource source)
    {
        for (var failure = 0; failure < 3; failure++)
            fixture.Preambles.Failed(source);
    }

    /// <summary>The same compiler by way of a program that does not understand what builds the plugin.</summary>
    private static InstalledLanguage WithoutPlugin(InstalledLanguage installed) =>
        installed with { Language = installed.Language with { CompileCommand = installed.Language.CompileCommand.Insert(0, "/usr/bin/env") } };

    /// <summary>Precompiles the header of streams and returns the bytes that it takes.</summary>
    private async Task<long> BuildAsync(InstalledLanguage language, string standard)
    {
        var source = await fixture.BuildPreambleAsync(language, CompilingFixture.Request("#include <iostream>\nint main() {}\n") with { Standard = standard });
        Assert.NotNull(source);
        return new FileInfo(Path.Combine(fixture.Get<PreambleFolder>().Shared!, source.Key, PreambleSource.PrecompiledName)).Length;
    }
}

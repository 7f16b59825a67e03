using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Tests.Kinds;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Catalog;
using CodeRunner.Toolchains.Tests.Building;

namespace CodeRunner.Toolchains.Tests.CFamily.Preambles;

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

    /// <summary>
    /// The compiler's first run in a sandbox sees a process that the second one doesn't. Until now three of these had the preamble made anew without
    /// instances, and six had it refused until the next start.
    /// </summary>
    [Fact]
    public async Task CompileAsync_OddSourcesAgainAndAgain_LeaveThePreambleAsItIs()
    {
        var plain = CompilingFixture.Request("#include <cstdio>\n#include <deque>\nint main() {}\n");
        var first = await FirstProcessAsync();
        var odd = CompilingFixture.Request($"#include <cstdio>\n#include <deque>\n#if __has_include(\"/proc/{first}/stat\")\n#error first run\n#endif\nint main() {{}}\n");
        var source = await fixture.BuildPreambleAsync(fixture.Fast, plain);
        Assert.NotNull(source);
        Assert.NotEqual(0, (await fixture.RunFastCommandAsync(odd, source)).ExitCode);

        for (var submission = 0; submission < 7; submission++)
            Assert.True((await fixture.CompileAsync(fixture.Fast, odd)).Result.Succeeded);

        Assert.Equal(source.Key, fixture.Preambles.Find(new CompilePlan(fixture.Fast, plain))?.Key);
        Assert.True(fixture.IsInstantiated(source));
        var queue = fixture.Get<PreambleQueue>();
        var check = await queue.TakeAsync(CancellationToken.None);
        Assert.Equal((source.Key, true), (check.Source.Key, check.IsCheck));
        Assert.True(await fixture.Get<PreambleBuilder>().CheckAsync(source, CancellationToken.None));
        Assert.NotNull(fixture.Preambles.Find(new CompilePlan(fixture.Fast, plain)));
        // The next one is not even checked for a while.
        fixture.Preambles.Suspect(source);
        queue.Add(source);
        Assert.False((await queue.TakeAsync(CancellationToken.None)).IsCheck);
    }

    [Fact]
    public async Task CheckAsync_FileThatIsNotWhatWasWritten_RemovesIt()
    {
        var request = CompilingFixture.Request("#include <cstdio>\n#include <list>\nint main() {}\n");
        var source = await fixture.BuildPreambleAsync(fixture.Fast, request);
        Assert.NotNull(source);
        var path = Path.Combine(fixture.Get<PreambleFolder>().Shared!, source.Key, PreambleSource.PrecompiledName);
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = file.Length / 2;
            var old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)~old);
        }

        Assert.False(await fixture.Get<PreambleBuilder>().CheckAsync(source, CancellationToken.None));

        Assert.Null(fixture.Preambles.Find(new CompilePlan(fixture.Fast, request)));
        Assert.NotNull(await fixture.BuildPreambleAsync(fixture.Fast, request));
    }

    /// <summary>Whole, but of no use to the compiler, as after an upgrade that nobody noticed.</summary>
    [Fact]
    public async Task CheckAsync_ServersOwnSourceFails_RemovesIt()
    {
        var request = CompilingFixture.Request("#include <cstdio>\n#include <queue>\nint main() {}\n");
        var source = await fixture.BuildPreambleAsync(fixture.Fast, request);
        Assert.NotNull(source);
        var store = fixture.Get<PreambleStore>();
        Assert.True(await store.AddAsync(source.Key, async target =>
        {
            await target.WriteAsync("not a precompiled header"u8.ToArray());
            return true;
        }));

        Assert.False(await fixture.Get<PreambleBuilder>().CheckAsync(source, CancellationToken.None));

        Assert.Null(fixture.Preambles.Find(new CompilePlan(fixture.Fast, request)));
    }

    /// <summary>The process id of the first command in a sandbox.</summary>
    private async Task<string> FirstProcessAsync()
    {
        await using var sandbox = await fixture.Pool.RentAsync(SandboxStage.Compile, CancellationToken.None);
        var exit = await sandbox.RunAsync(KindFixture.Shell("echo $$"), output: null, CancellationToken.None);
        return exit.Stdout.ToString().Trim();
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

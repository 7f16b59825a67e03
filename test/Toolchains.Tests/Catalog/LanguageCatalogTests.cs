using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Tests.Catalog;

public sealed class LanguageCatalogTests
{
    private readonly FakeSandboxPool _pool = new() { Exit = (_, spec, _) => Gcc12(spec) };
    private readonly LanguagesOptions _options = new();

    [Fact]
    public async Task InitializeAsync_Compilers_AreFoundWithVersionsAndStandards()
    {
        var catalog = await CreateAsync();

        Assert.Equal(["cpp", "c"], catalog.Languages.Select(installed => installed.Language.Id));
        Assert.All(catalog.Languages, installed => Assert.Equal("g++ (Debian 12.2.0-14) 12.2.0", installed.Version));
        Assert.Equal(
            ["98=gnu++98", "11=gnu++11", "14=gnu++14", "17=gnu++17", "20=gnu++20", "23=gnu++23"],
            catalog.Languages[0].Language.Standards.Select(standard => $"{standard.Id}={standard.Value}"));
        Assert.Equal(
            ["90=gnu90", "99=gnu99", "11=gnu11", "17=gnu17", "23=gnu2x"],
            catalog.Languages[1].Language.Standards.Select(standard => $"{standard.Id}={standard.Value}"));
        Assert.Equal("20", catalog.Languages[0].Language.DefaultStandard);
    }

    [Fact]
    public async Task InitializeAsync_Language_TakesOneCompileSandbox()
    {
        await CreateAsync();

        Assert.Equal([SandboxStage.Compile, SandboxStage.Compile], _pool.Rented.Select(sandbox => sandbox.Stage));
        Assert.All(_pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
        Assert.Equal(["/usr/bin/g++", "--version"], _pool.Rented[0].Specs[0].Command.AsEnumerable());
        Assert.Equal(
            ["/usr/bin/g++", "-std=gnu++98", "-fsyntax-only", "-x", "c++", "/dev/null"], _pool.Rented[0].Specs[1].Command.AsEnumerable());
        Assert.All(_pool.Rented[0].Specs, spec => Assert.Equal(_options.ProbeTimeout, spec.Limits.WallTime));
    }

    [Theory]
    [InlineData("cpp", "cpp")]
    [InlineData("c++", "cpp")]
    [InlineData("g++", "cpp")]
    [InlineData("c", "c")]
    [InlineData("CPP", "cpp")]
    [InlineData("G++", "cpp")]
    [InlineData("C", "c")]
    [InlineData("", null)]
    [InlineData("python", null)]
    public async Task Find_Name_GivesItsLanguage(string name, string? id)
    {
        var catalog = await CreateAsync();

        Assert.Equal(id, catalog.Find(name)?.Language.Id);
    }

    [Fact]
    public async Task InitializeAsync_OldCompiler_TakesItsWordsAndItsNewestAsDefault()
    {
        _pool.Exit = (_, spec, _) => Knows(spec, "gnu++11", "gnu++14", "gnu99") ? FakeExit.Ok("gcc 5") : FakeExit.Status(1);

        var catalog = await CreateAsync();

        Assert.Equal(["11", "14"], catalog.Languages[0].Language.Standards.Select(standard => standard.Id));
        Assert.Equal("14", catalog.Languages[0].Language.DefaultStandard);
        Assert.Equal("99", catalog.Languages[1].Language.DefaultStandard);
    }

    [Fact]
    public async Task InitializeAsync_CompilerWithDraftName_IsAskedByThatName()
    {
        _pool.Exit = (_, spec, _) => Knows(spec, "gnu++2a") ? FakeExit.Ok("gcc 9") : FakeExit.Status(1);

        var catalog = await CreateAsync();

        var standard = Assert.Single(catalog.Find("cpp")!.Language.Standards);
        Assert.Equal(("20", "gnu++2a", "c++2a"), (standard.Id, standard.Value, standard.Strict));
    }

    public static TheoryData<ProcessExit> Broken =>
    [
        FakeExit.Status(127),
        FakeExit.Killed(ExitReason.WallTime),
        FakeExit.Ok() with { ExitCode = null, Signal = 11 },
        FakeExit.Ok() with { Reason = ExitReason.Memory },
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task InitializeAsync_OneLanguageFails_IsLeftOut(ProcessExit exit)
    {
        _pool.Exit = (_, spec, _) => spec.Command[0] == "/usr/bin/gcc" ? exit : Gcc12(spec);

        var catalog = await CreateAsync();

        Assert.Equal(["cpp"], catalog.Languages.Select(installed => installed.Language.Id));
        Assert.Null(catalog.Find("c"));
        Assert.Equal(1, _pool.Rented[1].Disposals);
    }

    [Fact]
    public async Task InitializeAsync_CompilerKnowsNoStandard_IsLeftOut()
    {
        _pool.Exit = (_, spec, _) => spec.Command.Contains("-fsyntax-only") && spec.Command[0] == "/usr/bin/g++" ? FakeExit.Status(1) : Gcc12(spec);

        Assert.Equal(["c"], (await CreateAsync()).Languages.Select(installed => installed.Language.Id));
    }

    [Theory]
    [InlineData(true, "-latomic")]
    [InlineData(false)]
    public async Task InitializeAsync_LibrariesAsNeeded_AreThoseThatCanBeLinked(bool installed, params string[] libraries)
    {
        _pool.Exit = (_, spec, _) => spec.Command.Contains("-latomic") && !installed ? FakeExit.Status(1, "cannot find -latomic") : Gcc12Silent(spec);

        var catalog = await CreateAsync();

        Assert.All(catalog.Languages, language => Assert.Equal(libraries, language.Language.LibrariesAsNeeded.AsEnumerable()));
    }

    [Fact]
    public async Task InitializeAsync_NothingWorks_SaysWhatToInstall()
    {
        _pool.Exit = (_, _, _) => FakeExit.Status(127);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(CreateAsync);

        Assert.Contains("cpp (/usr/bin/g++ --version: ended with status 127)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install g++", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializeAsync_NothingConfigured_SaysSo()
    {
        _options.BuiltIn = false;

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(CreateAsync);

        Assert.StartsWith("No language is configured", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializeAsync_SandboxFails_Propagates()
    {
        _pool.Exit = (_, _, _) => throw new SandboxException("broken");

        await Assert.ThrowsAsync<SandboxException>(CreateAsync);

        Assert.Equal(1, _pool.Rented.Single().Disposals);
    }

    [Fact]
    public async Task InitializeAsync_VersionOnStderr_IsTaken()
    {
        _pool.Exit = (_, _, _) => FakeExit.Ok(stderr: "  tool 1.2\r\nmore");

        Assert.Equal("tool 1.2", (await CreateAsync()).Languages[0].Version);
    }

    [Fact]
    public void Languages_BeforeInitialize_AreNone()
    {
        var catalog = Create();

        Assert.Empty(catalog.Languages);
        Assert.Null(catalog.Find("cpp"));
    }

    private static ProcessExit Gcc12(ProcessSpec spec) =>
        spec.Command.Contains("-std=gnu23") ? FakeExit.Status(1, "unrecognized") : FakeExit.Ok("g++ (Debian 12.2.0-14) 12.2.0\nCopyright");

    private static ProcessExit Gcc12Silent(ProcessSpec spec) => spec.Command.Contains("-o") ? FakeExit.Ok() : Gcc12(spec);

    private static bool Knows(ProcessSpec spec, params string[] standards) =>
        spec.Command.Contains("--version") || standards.Any(standard => spec.Command.Contains($"-std={standard}"));

    private LanguageCatalog Create()
    {
        var options = Options.Create(_options);
        return new LanguageCatalog(options, new LanguageProbe(options, Options.Create(new CompileOptions())), NullLogger<LanguageCatalog>.Instance);
    }

    private async Task<LanguageCatalog> CreateAsync()
    {
        var catalog = Create();
        await catalog.InitializeAsync(_pool);
        return catalog;
    }
}

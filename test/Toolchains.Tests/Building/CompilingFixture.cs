using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Tests.Kinds;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Toolchains.Tests.Building;

/// <summary>The real compiler in real sandboxes of one kind, with and without what makes it faster.</summary>
public abstract class CompilingFixture(string kind) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coderunner-compiling-").FullName;
    private ServiceProvider _services = null!; // Set before any test.

    /// <summary>C++ as the server compiles it.</summary>
    internal InstalledLanguage Fast { get; private set; } = null!; // Set before any test.

    /// <summary>C++ without precompiled preambles and with the compiler's own linker.</summary>
    internal InstalledLanguage Plain { get; private set; } = null!; // Set before any test.

    internal ISandboxPool Pool => _services.GetRequiredService<ISandboxPool>();

    internal PreambleCatalog Preambles => _services.GetRequiredService<PreambleCatalog>();

    internal string Folder => _folder;

    internal static SubmissionRequest Request(string source, params string[] options) => RunnerFixture.Request() with
    {
        Code = Blob.FromText(source),
        CompileOptions = [.. options],
    };

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:Kind"] = kind,
            ["Compile:Preambles:Folder"] = Path.Combine(_folder, "preambles"),
            ["Compile:Cache:Folder"] = Path.Combine(_folder, "programs"),
        };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddCodeRunnerSandbox();
        services.AddCodeRunnerToolchains();
        services.AddCodeRunnerJudging();
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<ISandboxStarter>().PrepareAsync(CancellationToken.None);
        var languages = _services.GetRequiredService<LanguageCatalog>();
        await languages.InitializeAsync(Pool);
        Fast = languages.Find("cpp") ?? throw new InvalidOperationException("There is no C++ compiler.");
        Plain = Fast with { LinkerOption = null, Language = Fast.Language with { PrecompiledHeader = null } };
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Compiles a request; when <paramref name="language"/> has preambles, after its own has been built.</summary>
    internal async Task<Compilation> CompileAsync(InstalledLanguage language, SubmissionRequest request)
    {
        await BuildPreambleAsync(language, request);
        return await _services.GetRequiredService<Compiler>().CompileAsync(new CompilePlan(language, request), CancellationToken.None);
    }

    /// <summary>The preamble that a request is compiled with, built; null when it is compiled plainly.</summary>
    internal async Task<PreambleSource?> BuildPreambleAsync(InstalledLanguage language, SubmissionRequest request)
    {
        var plan = new CompilePlan(language, request);
        if (PreambleSource.Of(plan, Preambles.Toolchain) is not { } source)
            return null;
        await _services.GetRequiredService<PreambleBuilder>().BuildAsync(source, CancellationToken.None);
        return Preambles.Find(plan);
    }

    /// <summary>Whether a preamble that was built holds what its headers instantiate: it was precompiled with the plugin, whose mark is in it.</summary>
    internal bool IsInstantiated(PreambleSource source)
    {
        var file = Path.Combine(Get<PreambleFolder>().Shared!, source.Key, PreambleSource.PrecompiledName);
        return File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(InstantiationPlugin.Marker)) >= 0;
    }

    /// <summary>Runs only the fast command: what it says and leaves, without the plain one behind it.</summary>
    internal async Task<ProcessExit> RunFastCommandAsync(SubmissionRequest request, PreambleSource? preamble)
    {
        var plan = new CompilePlan(Fast, request);
        await using var sandbox = await Pool.RentAsync(SandboxStage.Compile, CancellationToken.None);
        foreach (var file in CompilePlan.Files(Fast.Language, request))
            await sandbox.PutAsync(file, CancellationToken.None);
        var spec = new ProcessSpec
        {
            Command = plan.FastCommand(preamble) ?? plan.Command,
            Environment = CompileOptions.Environment,
            Limits = new CompileOptions().ToLimits(),
            KeepFiles = true,
        };
        return await sandbox.RunAsync(spec, output: null, CancellationToken.None);
    }

    /// <summary>Runs a program and says all that can be seen of it.</summary>
    internal async Task<string> RunAsync(Compilation compilation)
    {
        if (!compilation.Result.Succeeded)
            return "did not compile";
        await using var sandbox = await Pool.RentAsync(SandboxStage.Run, CancellationToken.None);
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Box, "program", compilation.Program, Executable: true), CancellationToken.None);
        var spec = new ProcessSpec { Command = ["/box/program"], Environment = ["PATH=/usr/bin:/bin", "ASAN_OPTIONS=detect_leaks=0:disable_coredump=0"], Limits = KindFixture.Standard };
        var exit = await sandbox.RunAsync(spec, output: null, CancellationToken.None);
        var text = $"{exit.Reason} {exit.ExitCode} {exit.Signal}\n{exit.Stdout}\n{exit.Stderr}";
        // Addresses are other ones in every run.
        return System.Text.RegularExpressions.Regex.Replace(text, "0x[0-9a-f]+", "0x");
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}

/// <summary>Native sandboxes. Needs root and bubblewrap.</summary>
public sealed class NativeCompilingFixture() : CompilingFixture("native");

/// <summary>Docker sandboxes. Needs an engine with the image.</summary>
public sealed class DockerCompilingFixture() : CompilingFixture("docker");

/// <summary>Beside the native sandbox's own tests it would disturb what they measure.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeCompilingCollection : ICollectionFixture<NativeCompilingFixture>
{
    public const string Name = "real compiler";
}

/// <summary>Likewise.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DockerCompilingCollection : ICollectionFixture<DockerCompilingFixture>
{
    public const string Name = "real compiler in containers";
}

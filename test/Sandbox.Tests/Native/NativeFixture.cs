using CodeRunner.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>Real native sandboxes. Needs root and bubblewrap, which <c>script/setup</c> installs.</summary>
public sealed class NativeFixture : IAsyncLifetime
{
    private ServiceProvider? _services;

    internal ISandboxStarter Starter { get; private set; } = null!; // Set before any test.

    public static ProcessLimits Standard { get; } = new()
    {
        CpuTime = TimeSpan.FromSeconds(2),
        WallTime = TimeSpan.FromSeconds(6),
        Memory = ByteSize.FromMiB(256),
        Output = ByteSize.FromMiB(1),
        Processes = 64,
        Stack = ByteSize.FromMiB(64),
        FileSize = ByteSize.FromMiB(64),
        OpenFiles = 256,
    };

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Compile:Preambles:Enabled"] = "false" })
            .Build());
        services.AddLogging();
        services.AddCodeRunnerSandbox();
        _services = services.BuildServiceProvider();
        Starter = _services.GetRequiredService<ISandboxStarter>();
        await Starter.PrepareAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }

    internal Task<IWarmSandbox> StartAsync(SandboxStage stage = SandboxStage.Run) => Starter.StartAsync(stage, CancellationToken.None);

    /// <summary>A shell command, which is the shortest way to most system calls.</summary>
    internal static ProcessSpec Shell(string command, ProcessLimits? limits = null, string stdin = "", bool keepFiles = false) => new()
    {
        Command = ["/bin/sh", "-c", command],
        Environment = ["PATH=/usr/bin:/bin"],
        Limits = limits ?? Standard,
        Stdin = Blob.FromText(stdin),
        KeepFiles = keepFiles,
    };
}

/// <summary>One at a time: they measure times and count processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeCollection : ICollectionFixture<NativeFixture>
{
    public const string Name = "native sandbox";
}

using CodeRunner.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>Real sandboxes of one kind.</summary>
/// <param name="settings">What makes them that kind.</param>
public abstract class KindFixture(params (string Name, string Value)[] settings) : IAsyncLifetime
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

    public virtual async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
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

    internal Task<IWarmSandbox> StartAsync(SandboxStage stage = SandboxStage.Run) => Starter.StartAsync(new(stage), CancellationToken.None);

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

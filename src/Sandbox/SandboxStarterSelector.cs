using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox;

/// <summary>The kind that the settings name, or that works on this machine. There is none that does without a sandbox.</summary>
internal sealed class SandboxStarterSelector(IOptions<SandboxOptions> options, IOptions<NativeOptions> native, IServiceProvider services)
    : ISandboxStarter
{
    private ISandboxStarter? _chosen;

    private ISandboxStarter Chosen => _chosen ?? throw new InvalidOperationException("Prepare first.");

    public string Description => _chosen?.Description ?? "not chosen yet";

    public string Toolchain => Chosen.Toolchain;

    public bool SharesFolder => Chosen.SharesFolder;

    public bool StartsAreCostly => Chosen.StartsAreCostly;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _chosen ??= options.Value.Kind switch
        {
            SandboxKind.Native => services.GetRequiredService<NativeSandboxStarter>(),
            SandboxKind.Docker => services.GetRequiredService<DockerSandboxStarter>(),
            _ => await ChooseAsync(cancellationToken),
        };
        await _chosen.PrepareAsync(cancellationToken);
    }

    public SandboxSpec SpecOf(SandboxStage stage, string language) => Chosen.SpecOf(stage, language);

    public Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken) => Chosen.StartAsync(spec, cancellationToken);

    private async Task<ISandboxStarter> ChooseAsync(CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess && File.Exists(native.Value.Bubblewrap))
            return services.GetRequiredService<NativeSandboxStarter>();
        var docker = services.GetRequiredService<DockerSandboxStarter>();
        try
        {
            await docker.FindEngineAsync(cancellationToken);
            return docker;
        }
        catch (SandboxUnavailableException exception)
        {
            var lacks = Environment.IsPrivilegedProcess
                ? $"{native.Value.Bubblewrap} is missing (apt-get install bubblewrap)"
                : "native sandboxes need root";
            throw new SandboxException(
                $"No kind of sandbox works here, and nothing runs without one: {lacks}. {exception.Message} " +
                "Either of the two is enough: start the server as root with bubblewrap, or give it an engine.",
                exception);
        }
    }
}

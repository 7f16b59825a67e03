using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Silo.Tests;

/// <summary>A silo as a process has it, with everything but the sandbox: every program is accepted at once.</summary>
internal static class SiloHost
{
    public static async Task<IHost> StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static IHost Build(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (key, value) in settings.Where(static setting => setting.Value is not null))
            builder.Configuration[key] = value;
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.AddCodeRunnerSilo();
        builder.Services.RemoveAll<ISlotGate>();
        builder.Services.AddSingleton<ISlotGate, OpenGate>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ISubmissionRunner, AcceptingRunner>());
        var sandbox = builder.Services.Single(static s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Namespace == typeof(SandboxReadiness).Namespace);
        builder.Services.Remove(sandbox);
        return builder.Build();
    }

    public static ISubmissionGrain Submission(IHost host, Guid id) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISubmissionGrain>(id);

    public static SubmissionRequest Request() => new()
    {
        Language = "cpp",
        Code = Blob.FromText("int main(){}"),
        Tests = [new TestCase("1", default, null)],
        Limits = new Limits(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), ByteSize.FromMiB(64), ByteSize.FromKiB(64), 8),
        Client = "test",
    };

    private sealed class OpenGate : ISlotGate
    {
        public Task WaitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class AcceptingRunner : ISubmissionRunner
    {
        public Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken) =>
            Task.FromResult(new SubmissionResult { Verdict = Verdict.Accepted });
    }
}

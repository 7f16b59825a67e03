using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Languages;
using CodeRunner.Sandbox.SelfTest;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CodeRunner.Gateway.Hosting;

/// <summary>Says in one line, once everything works, where the server listens and what it runs programs with.</summary>
internal sealed class Banner(
    IServer server,
    ISandboxStarter sandbox,
    ILanguageCatalog languages,
    SandboxReadiness readiness,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAll(started.Task, readiness.WhenReady).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
            return;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var compilers = languages.Languages.Select(static language => $"{language.Language.Name}: {language.Version}{Linker(language)}");
        Console.WriteLine($"CodeRunner listens on {string.Join(", ", addresses)}; sandbox: {sandbox.Description}; {string.Join("; ", compilers)}");
    }
    private static string Linker(InstalledLanguage language) => language.LinkerOption is { } option ? $" ({option})" : "";
}

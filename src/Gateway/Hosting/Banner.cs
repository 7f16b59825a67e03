using System.Globalization;
using CodeRunner.Gateway.Languages;
using CodeRunner.Sandbox;
using CodeRunner.ServiceDefaults.Health;
using CodeRunner.ServiceDefaults.Logs;
using CodeRunner.Toolchains.Catalog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CodeRunner.Gateway.Hosting;

/// <summary>Says in one line, once everything works, where the server listens and what it runs programs with.</summary>
internal sealed class Banner(
    IServer server,
    IServiceProvider services,
    ILanguageDirectory languages,
    Readiness readiness,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
            while (!lifetime.ApplicationStarted.IsCancellationRequested || !(await readiness.CheckAsync(both.Token)).IsReady)
                await Task.Delay(_period, time, both.Token);
            Console.WriteLine($"{time.GetUtcNow().ToString(LogExtensions.TimeFormat, CultureInfo.InvariantCulture)} {Describe()}");
        }
        catch (OperationCanceledException)
        {
            // It stops before it was ready.
        }
    }

    private string Describe()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

        // In a cluster the sandboxes are the silos'.
        var sandbox = services.GetService<ISandboxStarter>() is { } starter ? $"; sandbox: {starter.Description}" : "; in a cluster";
        var compilers = languages.Languages.Select(language => $"{language.Name}: {language.Version}{Linker(language.Id)}");
        return $"CodeRunner listens on {string.Join(", ", addresses)}{sandbox}; {string.Join("; ", compilers)}";
    }

    private string Linker(string language) =>
        services.GetService<ILanguageCatalog>()?.Find(language)?.LinkerOption is { } option ? $" ({option})" : "";
}

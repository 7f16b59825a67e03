using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using CodeRunner.Gateway;
using CodeRunner.Gateway.Languages;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Sandbox;
using CodeRunner.Silo;
using CodeRunner.Silo.Cluster;
using CodeRunner.Storage.Redis;
using CodeRunner.Toolchains.Building;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Bench.Cluster;

/// <summary>The hosts of a cluster as they are, with real sockets and a real Redis, but for what compiles and runs.</summary>
internal static class SimulatedHosts
{
    /// <summary>A silo, not started.</summary>
    public static IHost Silo(string name, string cluster, string redis, ClusterShape shape, SimulatedWork work)
    {
        var ports = Ports.Free(2);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Common(cluster, redis))
        {
            ["Cluster:Address"] = "127.0.0.1",
            ["Cluster:SiloPort"] = Text(ports[0]),
            ["Cluster:GatewayPort"] = Text(ports[1]),
            ["Slots:Count"] = Text(shape.Slots),
            ["Dispatcher:Shards"] = Text(shape.Shards),
            ["Dispatcher:QueueLimit"] = Text(shape.QueueLimit),
            ["Dispatcher:ClientQueueLimit"] = Text(shape.QueueLimit),
        });
        LogTo(builder.Logging);
        builder.AddCodeRunnerSilo();

        // Nothing is compiled here, so no sandbox is started and no compiler looked for.
        foreach (var service in builder.Services.Where(static service => service.ServiceType == typeof(IHostedService) && IsOfSandbox(service)).ToArray())
            builder.Services.Remove(service);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISlotGate>(work));
        builder.Services.Replace(ServiceDescriptor.Singleton(work.On(name)));
        return builder.Build();
    }

    /// <summary>A gateway on a free port of the loopback address, not started.</summary>
    public static WebApplication Gateway(string cluster, string redis)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayExtensions).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(Common(cluster, redis));
        LogTo(builder.Logging);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.AddCodeRunnerClient();
        builder.Services.AddGateway();
        builder.Services.AddSingleton<ILanguageDirectory, OneLanguage>();
        var app = builder.Build();
        app.MapGateway();
        return app;
    }

    private static Dictionary<string, string?> Common(string cluster, string redis) => new()
    {
        [$"ConnectionStrings:{RedisSettings.ConnectionName}"] = redis,
        [$"{RedisSettings.Section}:{nameof(RedisSettings.Id)}"] = cluster,
    };

    private static void LogTo(ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Error).AddFilter("Orleans", LogLevel.Error).AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static bool IsOfSandbox(ServiceDescriptor service) =>
        (service.ImplementationType?.Assembly ?? service.ImplementationFactory?.GetMethodInfo().Module.Assembly) is { } assembly
        && (assembly == typeof(ISandbox).Assembly || assembly == typeof(ICompiler).Assembly);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class OneLanguage : ILanguageDirectory
    {
        public ImmutableArray<LanguageInfo> Languages { get; } =
            [new() { Id = "cpp", Name = "C++", Version = "simulated", Standards = ["20"], DefaultStandard = "20", SourceName = "main.cpp" }];

        public LanguageInfo? Find(string nameOrAlias) => nameOrAlias == Languages[0].Id ? Languages[0] : null;
    }
}

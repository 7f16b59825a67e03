using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>Traces and metrics.</summary>
public static class TelemetryExtensions
{
    /// <summary>Combinations of tags that one metric may have; what is beyond counts as "overflow". Memory for all of them is set aside at the start, by default for 2,000 in each of 140 metrics.</summary>
    private const int MaxSeries = 200;
    private const string MetricsPath = "/metrics";
    private const string OwnSources = "CodeRunner.*";
    private const string OrleansSources = "Microsoft.Orleans.*";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string NameSetting = "OTEL_SERVICE_NAME";

    // What is asked every few seconds by machines, about the process and not about work.
    private static readonly PathString[] _untraced = [MetricsPath, "/healthz", "/readyz", "/cluster", "/dashboard"];

    /// <summary>
    /// Has calls between grains carry the trace that they belong to, where traces are sent anywhere; otherwise it adds nothing, as the filters
    /// cost time with every call. For every silo.
    /// </summary>
    public static ISiloBuilder AddTracePropagation(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return OtlpExport.Read(silo.Configuration).Traces ? silo.AddActivityPropagation() : silo;
    }

    /// <inheritdoc cref="AddTracePropagation(ISiloBuilder)"/>
    /// <remarks>For a process that is a client of the cluster.</remarks>
    public static IClientBuilder AddTracePropagation(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return OtlpExport.Read(client.Configuration).Traces ? client.AddActivityPropagation() : client;
    }

    /// <summary>Answers <c>GET /metrics</c> in Prometheus' format, unless the settings say otherwise or have it answered on a port of its own.</summary>
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (routes.ServiceProvider.GetRequiredService<IOptions<TelemetryOptions>>().Value is { Prometheus: true, MetricsPort: 0 })
            routes.MapPrometheusScrapingEndpoint(MetricsPath);
        return routes;
    }

    /// <summary>Adds what is collected, and where it goes.</summary>
    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        var settings = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();
        if (settings is { Prometheus: true, MetricsPort: > 0 })
        {
            MetricsListener.Listen(builder.Configuration, settings);
            builder.Services.AddSingleton<IStartupFilter>(new MetricsListener(settings.MetricsPort, MetricsPath));
        }

        var export = OtlpExport.Read(builder.Configuration);
        var name = builder.Configuration[NameSetting] is { Length: > 0 } given ? given : builder.Environment.ApplicationName;
        var version = typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(name, serviceVersion: version));
        if (settings.Prometheus || export.Metrics)
            telemetry.WithMetrics(metrics => Collect(metrics, builder.Configuration, settings.Prometheus, export.Metrics));
        if (export.Traces)
            telemetry.WithTracing(traces => Trace(traces, builder.Configuration, settings.TraceRatio));
    }

    private static void Collect(MeterProviderBuilder metrics, IConfiguration configuration, bool prometheus, bool otlp)
    {
        metrics.AddMeter(OwnSources, OrleansMeter).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation()
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = MaxSeries });
        if (prometheus)
            metrics.AddPrometheusExporter();
        if (otlp)
            metrics.AddOtlpExporter(options => OtlpExport.Configure(options, configuration, OtlpExport.MetricsEndpoint));
    }

    private static void Trace(TracerProviderBuilder traces, IConfiguration configuration, double ratio) => traces
        .AddSource(OwnSources, OrleansSources)
        .SetSampler(new ParentBasedSampler(new WorkSampler(ratio)))
        .AddAspNetCoreInstrumentation(static http => http.Filter = static context => !_untraced.Any(path => context.Request.Path.StartsWithSegments(path)))
        .AddOtlpExporter(options => OtlpExport.Configure(options, configuration, OtlpExport.TracesEndpoint));
}

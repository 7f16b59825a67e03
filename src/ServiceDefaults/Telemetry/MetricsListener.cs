using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>
/// Answers metrics on a port of their own. What decides is the port that a connection came in on, as the header <c>Host</c> is the client's to write; and
/// it comes before everything else of the server, so that this port answers nothing of it.
/// </summary>
internal sealed class MetricsListener(int port, string path) : IStartupFilter
{
    private const string Urls = "urls";
    private const string EndpointsSection = "Kestrel:Endpoints";
    private const string OwnEndpoint = $"{EndpointsSection}:Metrics:Url";
    private const string DefaultUrl = "http://localhost:5000"; // Kestrel's, where nothing is set

    private static readonly (string Setting, string Scheme)[] _ports = [("http_ports", Uri.UriSchemeHttp), ("https_ports", Uri.UriSchemeHttps)];

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.MapWhen(context => context.Connection.LocalPort == port, branch =>
        {
            branch.UseOpenTelemetryPrometheusScrapingEndpoint(path);
            branch.Run(static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
        next(app);
    };

    /// <summary>Has the server listen there as well. Addresses are added as settings: those that are added to Kestrel itself make it pass over the settings.</summary>
    public static void Listen(IConfigurationManager configuration, TelemetryOptions options)
    {
        var own = $"http://{Host(options.MetricsAddress)}:{options.MetricsPort}";
        if (configuration.GetSection(EndpointsSection).GetChildren().Any())
            configuration.AddInMemoryCollection([new(OwnEndpoint, own)]);
        else
            configuration.AddInMemoryCollection([new(Urls, string.Join(';', Addresses(configuration).Append(own))), .. _ports.Select(static port => KeyValuePair.Create(port.Setting, (string?)""))]);
    }

    /// <summary>Whether another address that the server listens on has the port too.</summary>
    public static bool IsTaken(IConfiguration configuration, int port) => configuration.GetSection(EndpointsSection).GetChildren()
        .Select(static endpoint => endpoint["Url"] ?? "").Concat(Addresses(configuration))
        .Count(address => PortOf(address) == port) > 1;

    private static string[] Addresses(IConfiguration configuration)
    {
        if (configuration[Urls] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] ports =
        [
            .. _ports.SelectMany(port => (configuration[port.Setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(number => $"{port.Scheme}://*:{number}")),
        ];
        return ports.Length > 0 ? ports : [DefaultUrl];
    }

    private static int? PortOf(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Port;
        }
        catch (FormatException)
        {
            // Kestrel says what is wrong with it.
            return null;
        }
    }

    private static string Host(string address) =>
        IPAddress.TryParse(address, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{ip}]" : address;
}

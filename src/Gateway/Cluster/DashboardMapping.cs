using CodeRunner.Silo;
using Orleans.Dashboard;

namespace CodeRunner.Gateway.Cluster;

/// <summary>Orleans' own dashboard, where the settings want it.</summary>
internal static class DashboardMapping
{
    private const string Path = "/dashboard";

    /// <summary>Serves it to those whom the filters of <paramref name="routes"/> let through.</summary>
    public static IEndpointRouteBuilder MapOptionalDashboard(this RouteGroupBuilder routes)
    {
        var services = ((IEndpointRouteBuilder)routes).ServiceProvider;
        if (services.GetRequiredService<IConfiguration>().IsDashboardEnabled())
            routes.MapOrleansDashboard(Path).ExcludeFromDescription();
        return routes;
    }
}

using Orleans.Dashboard;

namespace CodeRunner.Silo;

/// <summary>Orleans' own dashboard, where the settings want it.</summary>
public static class DashboardExtensions
{
    /// <summary>The setting that turns it on, on silos and gateways alike. Default: false.</summary>
    public const string Setting = "Dashboard:Enabled";

    /// <summary>Whether the settings want it.</summary>
    public static bool IsDashboardEnabled(this IConfiguration configuration) => configuration.GetValue(Setting, false);

    /// <summary>Has the silo count its grain calls for the dashboard, which costs a little with every call.</summary>
    public static ISiloBuilder AddOptionalDashboard(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return silo.Configuration.IsDashboardEnabled() ? silo.AddDashboard() : silo;
    }

    /// <summary>The same for a gateway that is a client of the cluster.</summary>
    public static IClientBuilder AddOptionalDashboard(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Configuration.IsDashboardEnabled() ? client.AddDashboard() : client;
    }
}

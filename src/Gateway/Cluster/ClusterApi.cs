using CodeRunner.Gateway.Api.CodeRunner;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Cluster;

/// <summary><c>GET /cluster</c>.</summary>
internal static class ClusterApi
{
    public static IEndpointRouteBuilder MapCluster(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cluster", static async (ClusterStatus cluster) =>
                new JsonBody<ClusterResponse>(await cluster.GetAsync(), GatewayJson.Text.ClusterResponse))
            .WithName("getCluster").WithTags("Cluster")
            .WithSummary("The silos, their slots, the queue, and what was done so far")
            .WithDescription(
                "For charts: ask every second or two, and take the differences of the totals. The gateway asks the cluster at most once a second, however "
                + "many ask it. Totals begin anew when `totals.since` changes.")
            .Produces<ClusterResponse>()
            .ProducesProblems(401, 503);
        return routes;
    }
}

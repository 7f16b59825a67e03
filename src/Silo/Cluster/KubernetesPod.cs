namespace CodeRunner.Silo.Cluster;

/// <summary>Whether this process is a pod that deploy/kubernetes describes.</summary>
internal static class KubernetesPod
{
    // The first is Kubernetes' own; a silo may also run in a pod that says nothing of Orleans, and then needs nothing of Kubernetes.
    private static readonly string[] Variables = ["KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE", "POD_IP", "ORLEANS_CLUSTER_ID", "ORLEANS_SERVICE_ID"];

    /// <summary>Whether it says all that Orleans' support of Kubernetes needs: silos whose pods are gone are then declared dead at once.</summary>
    public static bool IsOurs => Array.TrueForAll(Variables, static name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
}

using k8s;
using k8s.Models;

namespace CodeRunner.Silo.Tests;

/// <summary>What deploy/kubernetes holds, read strictly: a member that Kubernetes doesn't know is an error.</summary>
public sealed class ManifestTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "kubernetes");

    private static readonly Dictionary<string, Type> Types = new()
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/Service"] = typeof(V1Service),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
        ["rbac.authorization.k8s.io/v1/Role"] = typeof(V1Role),
        ["rbac.authorization.k8s.io/v1/RoleBinding"] = typeof(V1RoleBinding),
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_EveryFile_IsValidAndInItsNamespace(string file)
    {
        var objects = Load(file);

        Assert.NotEmpty(objects);
        Assert.All(objects, static item => Assert.False(string.IsNullOrEmpty(item.Metadata.Name)));
        Assert.All(objects.Where(static item => item is not V1Namespace), static item => Assert.Equal("coderunner", item.Metadata.NamespaceProperty));
    }

    [Fact]
    public void Load_UnknownMember_IsAnError() => Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  nam: x\n", Types, strict: true));

    [Fact]
    public void Pods_Security_IsTheLeastThatWorks()
    {
        var gateway = Single<V1Deployment>("10-gateway.yaml").Spec.Template.Spec;
        var silo = Single<V1StatefulSet>("20-silo.yaml").Spec.Template.Spec;

        Assert.All(gateway.Containers.Concat(silo.Containers), static container => Assert.NotEqual(true, container.SecurityContext.Privileged));
        Assert.All(gateway.Containers.Concat(silo.Containers), static container => Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop));
        Assert.All(gateway.Containers.Concat(silo.Containers), static container => Assert.True(container.SecurityContext.ReadOnlyRootFilesystem));
        Assert.True(gateway.SecurityContext.RunAsNonRoot);
        Assert.Null(gateway.Containers[0].SecurityContext.Capabilities.Add);
        Assert.DoesNotContain(silo.Volumes, static volume => volume.HostPath?.Path.Contains("docker", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Selectors_EveryController_MatchItsOwnPods()
    {
        var gateway = Single<V1Deployment>("10-gateway.yaml");
        var silo = Single<V1StatefulSet>("20-silo.yaml");

        Assert.All(gateway.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, gateway.Spec.Template.Metadata.Labels[label.Key]));
        Assert.All(silo.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, silo.Spec.Template.Metadata.Labels[label.Key]));
    }

    [Fact]
    public void Metrics_HaveAPortThatOnlyMonitoringReaches()
    {
        V1PodTemplateSpec[] pods = [Single<V1Deployment>("10-gateway.yaml").Spec.Template, Single<V1StatefulSet>("20-silo.yaml").Spec.Template];
        foreach (var pod in pods)
        {
            var container = pod.Spec.Containers.Single();
            var port = container.Env.Single(static variable => variable.Name == "Telemetry__MetricsPort").Value;
            Assert.Equal(port, pod.Metadata.Annotations["prometheus.io/port"]);
            Assert.Equal(port, $"{container.Ports.Single(static named => named.Name == "metrics").ContainerPort}");
            Assert.NotEqual(port, $"{container.Ports.Single(static named => named.Name == "http").ContainerPort}");
        }

        var service = Load("10-gateway.yaml").OfType<V1Service>().Single();
        Assert.Equal("http", Assert.Single(service.Spec.Ports).TargetPort.Value);
        var rules = Load("40-network.yaml").OfType<V1NetworkPolicy>().SelectMany(static policy => policy.Spec.Ingress ?? []).ToList();
        var metrics = rules.Where(static rule => rule.Ports.Any(static port => port.Port.Value is "metrics" or "9090")).ToList();
        Assert.Equal(2, metrics.Count);
        Assert.All(metrics, static rule => Assert.Equal("monitoring", Assert.Single(rule.FromProperty).NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]));
    }

    [Fact]
    public void Pods_ControlGroupsOfTheNode_AreNotMounted()
    {
        var silo = Single<V1StatefulSet>("20-silo.yaml").Spec.Template.Spec;

        Assert.All(silo.Volumes, static volume => Assert.Null(volume.HostPath));
    }

    [Fact]
    public void Pods_EachOther_TalkTls()
    {
        foreach (var pod in new[] { Single<V1Deployment>("10-gateway.yaml").Spec.Template.Spec, Single<V1StatefulSet>("20-silo.yaml").Spec.Template.Spec })
        {
            var container = pod.Containers.Single();
            var mount = container.VolumeMounts.Single(static mount => mount.Name == "tls");
            Assert.NotNull(pod.Volumes.Single(static volume => volume.Name == "tls").Secret);
            foreach (var setting in new[] { "Authority", "Certificate", "Key" })
                Assert.StartsWith(mount.MountPath, container.Env.Single(variable => variable.Name == $"Cluster__Tls__{setting}").Value, StringComparison.Ordinal);
        }
    }

    private static T Single<T>(string file) => Load(file).OfType<T>().Single();

    private static List<IKubernetesObject<V1ObjectMeta>> Load(string file) =>
        [.. KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, file)), Types, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
}

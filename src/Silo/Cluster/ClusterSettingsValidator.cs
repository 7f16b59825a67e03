using System.Net;
using CodeRunner.Silo.Cluster.Tls;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Cluster;

/// <summary>The rules that annotations can't say.</summary>
internal sealed class ClusterSettingsValidator(TimeProvider time) : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        var failures = Check(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(ClusterSettings options)
    {
        if (options.Address is { } address && !IPAddress.TryParse(address, out _))
            yield return $"{ClusterSettings.Section}:{nameof(options.Address)} must be an IP address; it is '{address}'.";
        if (options.SiloPort == options.GatewayPort)
            yield return $"{ClusterSettings.Section}:{nameof(options.SiloPort)} and {nameof(options.GatewayPort)} must differ; both are {options.SiloPort}.";
        if (options.Tls.IsOn && ExplainTls(options.Tls) is { } failure)
            yield return failure;
    }

    private string? ExplainTls(ClusterTlsSettings settings)
    {
        try
        {
            MemberCertificate.Read(settings, time.GetUtcNow());
            return null;
        }
        catch (ClusterException exception)
        {
            return exception.Message;
        }
    }
}

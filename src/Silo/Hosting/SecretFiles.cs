namespace CodeRunner.Silo.Hosting;

/// <summary>Settings that come as files, one each, as Compose and Kubernetes hand secrets to a container.</summary>
public static class SecretFiles
{
    private const string Folder = "/run/secrets";

    /// <summary>
    /// Adds the files of <c>/run/secrets</c>, where there is such a folder with precedence over all other settings: <c>ConnectionStrings__Redis</c> holds the setting <c>ConnectionStrings:Redis</c>.
    /// </summary>
    public static IConfigurationBuilder AddSecretFiles(this IConfigurationBuilder configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.AddKeyPerFile(Folder, optional: true);
    }
}

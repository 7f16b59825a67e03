using CodeRunner.Storage.Redis;

namespace CodeRunner.Silo;

/// <summary>Where submissions are stored.</summary>
public enum StorageKind
{
    /// <summary>In a file in the data folder, which one process has.</summary>
    Sqlite = 1,

    /// <summary>In Redis.</summary>
    Redis = 2,
}

/// <summary>How silos and gateways find each other.</summary>
public enum ClusterKind
{
    /// <summary>Not at all: one process does everything.</summary>
    None = 0,

    /// <summary>By the list of silos in Redis.</summary>
    Redis = 1,
}

/// <summary>
/// The two kinds that the settings choose. Where they name one, the other follows it; where they name none, <c>ConnectionStrings:Redis</c> makes
/// both <c>Redis</c>. What contradicts itself is refused at start, before anything of either kind begins.
/// </summary>
/// <param name="Storage">Where submissions are stored.</param>
/// <param name="Cluster">How silos and gateways find each other.</param>
public sealed record HostKinds(StorageKind Storage, ClusterKind Cluster)
{
    /// <summary>The setting that names the storage.</summary>
    public const string StorageSetting = "Storage:Kind";

    /// <summary>The setting that names the cluster.</summary>
    public const string ClusterSetting = "Cluster:Kind";

    private const string ConnectionSetting = $"ConnectionStrings:{RedisSettings.ConnectionName}";

    /// <summary>One process with a file: what there is where the settings say nothing.</summary>
    private static readonly HostKinds Alone = new(StorageKind.Sqlite, ClusterKind.None);

    /// <summary>
    /// What the settings choose; <see cref="Alone"/> where they can't be understood, as then <see cref="HostKindsExtensions"/> lets nothing start.
    /// </summary>
    public static HostKinds Read(IConfiguration configuration) => Explain(configuration, out var kinds) is null ? kinds : Alone;

    /// <summary>What is wrong with the settings, in a sentence; null when nothing is.</summary>
    internal static string? Explain(IConfiguration configuration, out HostKinds kinds)
    {
        var isAddressed = !string.IsNullOrWhiteSpace(configuration.GetConnectionString(RedisSettings.ConnectionName));
        kinds = isAddressed ? new HostKinds(StorageKind.Redis, ClusterKind.Redis) : Alone;
        if (!TryParse<StorageKind>(configuration[StorageSetting], out var storage))
            return $"{StorageSetting} must be {nameof(StorageKind.Sqlite)} or {nameof(StorageKind.Redis)}; it is '{configuration[StorageSetting]}'.";
        if (!TryParse<ClusterKind>(configuration[ClusterSetting], out var cluster))
            return $"{ClusterSetting} must be {nameof(ClusterKind.None)} or {nameof(ClusterKind.Redis)}; it is '{configuration[ClusterSetting]}'.";

        if (storage is not null || cluster is not null)
        {
            kinds = new HostKinds(
                storage ?? (cluster == ClusterKind.Redis ? StorageKind.Redis : StorageKind.Sqlite),
                cluster ?? (storage == StorageKind.Redis ? ClusterKind.Redis : ClusterKind.None));
        }

        return kinds switch
        {
            { Storage: StorageKind.Sqlite, Cluster: ClusterKind.Redis } =>
                $"{ClusterSetting} {ClusterKind.Redis} needs {StorageSetting} {StorageKind.Redis}: all silos and gateways must find the same "
                + "submissions, and a file of SQLite is one process's own.",
            { Storage: StorageKind.Redis, Cluster: ClusterKind.None } =>
                $"{StorageSetting} {StorageKind.Redis} needs {ClusterSetting} {ClusterKind.Redis}: silos that don't know each other would all run "
                + "what they find there.",
            { Storage: StorageKind.Redis } when !isAddressed =>
                $"{(storage is null ? ClusterSetting : StorageSetting)} is {StorageKind.Redis}, and {ConnectionSetting} does not say where Redis is.",
            _ => null,
        };
    }

    private static bool TryParse<T>(string? text, out T? kind)
        where T : struct, Enum
    {
        kind = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;

        // By name only: a number is nobody's intention.
        if (!Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
            return false;
        kind = Enum.Parse<T>(text, ignoreCase: true);
        return true;
    }
}

using CodeRunner.Storage.Sqlite;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Cache;

namespace CodeRunner.Silo;

/// <summary>Keeps what is compiled ahead or again with the data, where the settings name no other folder.</summary>
internal static class CacheFolders
{
    private const string Folder = "cache";

    /// <summary>Sets the folders' defaults.</summary>
    public static IServiceCollection AddCachesInDataFolder(this IServiceCollection services)
    {
        services.AddOptions<PreambleOptions>().PostConfigure<DataFolder>(static (options, data) =>
        {
            if (options.Folder.Length == 0)
                options.Folder = Path.Combine(data.Path, Folder, "preambles");
        });
        services.AddOptions<CompileCacheOptions>().PostConfigure<DataFolder>(static (options, data) =>
        {
            if (options.Folder.Length == 0)
                options.Folder = Path.Combine(data.Path, Folder, "programs");
        });
        return services;
    }
}

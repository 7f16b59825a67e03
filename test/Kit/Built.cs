using System.Reflection;

namespace CodeRunner.Kit;

/// <summary>Where things are, as the build says.</summary>
public static class Built
{
    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot => Read(nameof(RepositoryRoot));

    /// <summary>The gateway's program.</summary>
    public static string GatewayAssembly => Read(nameof(GatewayAssembly));

    /// <summary>The silo's program, which lies beside the gateway's.</summary>
    public static string SiloAssembly => Path.Combine(Path.GetDirectoryName(GatewayAssembly)!, "CodeRunner.Silo.dll"); // A file is in a folder.

    private static string Read(string key) => typeof(Built).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!; // Written by the project file.
}

using System.Reflection;

namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>Where things are, as the build says.</summary>
internal static class Settings
{
    /// <summary>Debian's Chromium; another one where the environment names it.</summary>
    public static string Chromium => Environment.GetEnvironmentVariable("CODERUNNER_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>The folder that screenshots are written to.</summary>
    public static string Screenshots => Read(nameof(Screenshots));

    private static string Read(string key) => typeof(Settings).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!; // Written by the project file.
}

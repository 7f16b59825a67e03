using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace CodeRunner.Client.Tests;

public sealed class PackageTests
{
    [Fact]
    public async Task Pack_BuiltClient_HasAssemblyDocumentationReadmeAndOneDependency()
    {
        var folder = Directory.CreateTempSubdirectory("coderunner-pack-");
        try
        {
            string[] arguments = ["pack", Metadata("ClientProject"), "-c", Metadata("Configuration"), "--no-build", "-o", folder.FullName];
            var start = new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
            };
            using var pack = Process.Start(start)!; // A process of its own, as it is not a document.
            var said = await pack.StandardOutput.ReadToEndAsync();
            await pack.WaitForExitAsync();
            Assert.True(pack.ExitCode == 0, said);

            using var package = ZipFile.OpenRead(Assert.Single(folder.GetFiles("*.nupkg")).FullName);
            foreach (var file in (string[])["lib/net10.0/CodeRunner.Client.dll", "lib/net10.0/CodeRunner.Client.xml", "README.md"])
                Assert.NotNull(package.GetEntry(file));
            using var description = package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            var dependencies = XDocument.Load(description).Descendants().Where(static element => element.Name.LocalName == "dependency");
            Assert.Equal(["Microsoft.Extensions.Http"], dependencies.Select(static element => element.Attribute("id")?.Value));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Assembly_Trimming_IsPromised() => Assert.Contains(
        typeof(CodeRunnerClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>(),
        static attribute => attribute is { Key: "IsTrimmable", Value: "True" });

    private static string Metadata(string key) => typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!; // Written by the project file.
}

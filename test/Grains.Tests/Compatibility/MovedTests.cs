using System.Diagnostics;
using System.Reflection;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>
/// All contracts and stored states in other namespaces and another assembly, in a process of its own that has no others: what a former version
/// sent or stored is read there, and written as it was.
/// </summary>
public sealed class MovedTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("coderunner-test-").FullName;

    [Fact]
    public async Task Types_InOtherNamespacesAndAnotherAssembly_AreTheSameToOthers()
    {
        var program = typeof(MovedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static item => item.Key == "MovedAssembly").Value!; // The project file gives it.
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(program)!, "CodeRunner.*.dll"), file => file != program);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, Recorded.Folder, _results]) { RedirectStandardError = true });
        Assert.NotNull(process);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, errors);
        Assert.Equal(Recorded.Text("messages.txt"), Result("messages.txt"));
        Assert.Equal(Recorded.Text("messages.txt"), Result("read.txt"));
        Assert.Equal(Recorded.Text("identities.txt").Split('\n').SkipWhile(IsOfAGrain), Result("identities.txt").Split('\n'));
    }

    public void Dispose() => Directory.Delete(_results, recursive: true);

    private string Result(string file) => File.ReadAllText(Path.Combine(_results, file));

    // The grains' classes were not moved, as much else would have to be; nobody but their silo knows these.
    private static bool IsOfAGrain(string line) => !line.StartsWith("interface ", StringComparison.Ordinal);
}

using System.Diagnostics;
using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>Programs in the manner of textbooks and contests do in the engine what they do when they are compiled and run by hand on this machine.</summary>
[Collection(EngineTests.Name)]
public sealed class PlainProgramTests(EngineFixture engine)
{
    /// <summary>How many there must be, lest a folder that isn't found passes.</summary>
    private const int Least = 60;

    private static readonly Dictionary<string, int> Signals = new(StringComparer.Ordinal)
    {
        ["SIGILL"] = 4,
        ["SIGTRAP"] = 5,
        ["SIGABRT"] = 6,
        ["SIGBUS"] = 7,
        ["SIGFPE"] = 8,
        ["SIGKILL"] = 9,
        ["SIGSEGV"] = 11,
        ["SIGPIPE"] = 13,
        ["SIGTERM"] = 15,
    };

    public static TheoryData<string> All => [.. PlainProgram.Names];

    [Fact]
    public void Names_Folder_HasThemAll() => Assert.InRange(All.Count, Least, int.MaxValue);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_Program_OutputAndStatusAreThoseOfPlainGcc(string name)
    {
        var program = PlainProgram.Of(name);

        // At the same time, as two processors are the least that there are.
        var byHand = RunByHandAsync(program);
        var status = await engine.Client.RunAsync(program.ToRequest());

        Assert.Equal(await byHand, Describe(status));
    }

    private static string Describe(JobStatus status) =>
        Describe(status.Signal is { } signal ? 128 + Signals[signal] : status.ExitCode ?? -1, status.Stdout ?? "");

    private static string Describe(int status, string stdout) => $"{status}: {stdout}";

    private static async Task<string> RunByHandAsync(PlainProgram program)
    {
        using var folder = TemporaryFolder.Create();
        await File.WriteAllTextAsync(folder.Combine("stdin"), program.Stdin);
        var start = new ProcessStartInfo("/bin/bash", ["-c", program.ToShell(folder.Combine("stdin"))])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("There is no shell.");
        var stderr = process.StandardError.ReadToEndAsync();
        var stdout = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await stderr;
        return Describe(process.ExitCode, stdout);
    }
}

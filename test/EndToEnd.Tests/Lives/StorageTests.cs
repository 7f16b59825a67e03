using System.Diagnostics;
using System.Net;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>A disk that is full: nothing is acknowledged that is not stored, and nothing stored is lost.</summary>
public sealed class StorageTests : IAsyncLifetime, IDisposable
{
    private const string Size = "64m";
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    private string Disk => _folder.Combine("disk");

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Disk);
        return RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", Disk);
    }

    public Task DisposeAsync() => RunAsync("umount", Disk);

    [Fact]
    public async Task Post_DiskIsFull_IsRefusedAndWorksAgainLater()
    {
        var request = new RunRequest { Language = "cpp", Code = "#include <cstdio>\nint main() { std::puts(\"kept\"); }\n" };
        await using var server = await ServerProcess.StartAsync(Path.Combine(Disk, "data"));
        var before = await server.Client.RunAsync(request);
        var filler = Path.Combine(Disk, "filler");
        Fill(filler);

        // What is already reserved on the disk may still take a few.
        HttpResponseMessage? refused = null;
        var large = request with { Stdin = new string('x', 1 << 20) };
        Assert.True(
            await Eventually.IsTrueAsync(
                async () =>
                {
                    refused?.Dispose();
                    refused = await server.Http.PostRunAsync(large);
                    return refused.StatusCode != HttpStatusCode.Accepted;
                },
                Recovery),
            "A full disk takes everything.");
        using (refused)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused!.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal("kept\n", (await server.Client.GetAsync(before.JobId)).Stdout);
        File.Delete(filler);
        Assert.True(await Eventually.IsTrueAsync(() => IsAcceptedAsync(server.Http, request), Recovery), server.Log);
        Assert.Equal("kept\n", (await server.Client.RunAsync(request)).Stdout);
    }

    [Fact]
    public async Task Post_LittleSpaceIsLeft_IsRefusedAndWhatWasAcceptedEnds()
    {
        await using var server = await ServerProcess.StartAsync(Path.Combine(Disk, "data"));
        var accepted = await server.Client.SubmitAsync(new RunRequest { Language = "cpp", Code = "#include <cstdio>\n#include <unistd.h>\nint main() { sleep(3); std::puts(\"kept\"); }\n" });
        Fill(Path.Combine(Disk, "filler"), new DriveInfo(Disk).AvailableFreeSpace - (6 << 20));

        // Readiness is looked at once a second.
        var refusal = "";
        Assert.True(
            await Eventually.IsTrueAsync(
                async () =>
                {
                    using var response = await server.Http.PostRunAsync(new RunRequest { Language = "cpp", Code = "int main() {}" });
                    refusal = $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}";
                    return refusal.StartsWith("503", StringComparison.Ordinal) && refusal.Contains("are kept for what was accepted", StringComparison.Ordinal);
                },
                Recovery),
            refusal);
        Assert.Equal("kept\n", (await server.Client.WaitAsync(accepted, Recovery)).Stdout);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<bool> IsAcceptedAsync(HttpClient http, RunRequest request)
    {
        using var response = await http.PostRunAsync(request);
        return response.StatusCode == HttpStatusCode.Accepted;
    }

    private static void Fill(string path, long bytes)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        for (var written = 0L; written < bytes; written += block.Length)
            file.Write(block);
    }

    private static void Fill(string path)
    {
        var block = new byte[4096];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, which is the purpose.
        }
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

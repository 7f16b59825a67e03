using System.Diagnostics;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>What deploy/build-images leaves on an engine.</summary>
public sealed class ImageBuildTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static readonly string Root = Built.RepositoryRoot;

    [Fact]
    public async Task Build_NameWasAnOlderImages_OnlyTheNewIsLeft()
    {
        var tag = $"test-{Guid.NewGuid():N}";
        var older = $"printf 'FROM scratch\\nLABEL org.coderunner.image=sandbox {tag}=older\\n' | DOCKER_BUILDKIT=0 docker build --quiet -t coderunner/sandbox:{tag} -";
        var ofTag = $"docker images --all --quiet --filter label={tag}=older";
        try
        {
            await ShellAsync(older);
            Assert.NotEmpty(await ShellAsync(ofTag));

            await ShellAsync($"deploy/build-images --offline --tag {tag} sandbox");

            Assert.Empty(await ShellAsync(ofTag));
            Assert.NotEmpty(await ShellAsync($"docker images --quiet coderunner/sandbox:{tag}"));
        }
        finally
        {
            await ShellAsync($"docker rmi coderunner/sandbox:{tag}");
        }
    }

    private static async Task<string> ShellAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        using var timeout = new CancellationTokenSource(Patience);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}.");
        return output;
    }
}

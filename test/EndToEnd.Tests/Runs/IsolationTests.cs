using System.Globalization;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>What a test can see of the one before it: a little in the same sandbox, nothing in another one.</summary>
[Collection(EngineTests.Name)]
public sealed class IsolationTests(EngineFixture engine)
{
    /// <summary>Numbers that the kernel counts up within a sandbox; docs/security.md lists them.</summary>
    private const string Counters = """
        #include <cstdio>
        #include <fcntl.h>
        #include <sys/ipc.h>
        #include <sys/shm.h>
        #include <sys/stat.h>
        #include <unistd.h>
        int main() {
            struct stat file{};
            fstat(open("/tmp/a", O_CREAT | O_RDWR, 0600), &file);
            std::printf("%d %d %lu\n", getpid(), shmget(IPC_PRIVATE, 1, 0600), file.st_ino);
        }
        """;

    [Fact]
    public async Task Run_IsolatedTests_SeeNothingOfEachOther()
    {
        var shared = await RunAsync(Counters, isolation: null);
        var isolated = await RunAsync(Counters, RunIsolation.Test);

        Assert.Equal((Verdict.Accepted, Verdict.Accepted), (shared.Verdict, isolated.Verdict));
        Assert.Equal(3, shared.Tests!.Select(static test => test.Stdout).Distinct().Count());
        Assert.Single(isolated.Tests!.Select(static test => test.Stdout).Distinct());
    }

    [Fact]
    public async Task Run_TestsOfOneSandbox_DoNotSeeWhenAnotherWrote()
    {
        // The first writes a little later than the second looks: the folders' times are those of no test.
        var status = await RunAsync(
            """
            #include <cstdio>
            #include <fcntl.h>
            #include <initializer_list>
            #include <sys/stat.h>
            #include <unistd.h>
            int main() {
                long sum = 0;
                for (auto folder : {"/work", "/tmp", "/dev/shm"}) {
                    struct stat s{};
                    stat(folder, &s);
                    sum += s.st_mtim.tv_sec;
                }
                close(open("/tmp/a", O_CREAT | O_RDWR, 0600));
                std::printf("%ld\n", sum);
            }
            """,
            isolation: null);

        Assert.All(status.Tests!.Skip(1), static test => Assert.Equal("0\n", test.Stdout));
        Assert.NotEqual(0, long.Parse(status.Tests![0].Stdout!, CultureInfo.InvariantCulture));
    }

    private Task<JobStatus> RunAsync(string code, RunIsolation? isolation) => engine.Client.RunAsync(new RunRequest
    {
        Language = "cpp",
        Code = code,
        Tests = [new("1", string.Empty), new("2", string.Empty), new("3", string.Empty)],
        Isolation = isolation,
    });
}

using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>A program's stdin is a file, with all that contestants do to one.</summary>
[Collection(EngineTests.Name)]
public sealed class StdinTests(EngineFixture engine)
{
    private const string Numbers = "1 2 3\n4 5 6\n";

    [Theory]
    [InlineData("struct stat s; fstat(0, &s); auto p = static_cast<char*>(mmap(nullptr, s.st_size, PROT_READ, MAP_PRIVATE, 0, 0)); if (p == MAP_FAILED) return 1; fwrite(p, 1, s.st_size, stdout);", Numbers)]
    [InlineData("struct stat s; fstat(0, &s); auto p = static_cast<char*>(mmap(nullptr, s.st_size, PROT_READ, MAP_SHARED, 0, 0)); if (p == MAP_FAILED) return 1; fwrite(p, 1, s.st_size, stdout);", Numbers)]
    [InlineData("struct stat s; fstat(0, &s); auto p = static_cast<char*>(mmap(nullptr, s.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0, 0)); if (p == MAP_FAILED) return 1; *p = '9'; fwrite(p, 1, s.st_size, stdout);", "9 2 3\n4 5 6\n")]
    [InlineData("int n, sum = 0; while (scanf(\"%d\", &n) == 1) sum += n; rewind(stdin); while (scanf(\"%d\", &n) == 1) sum += n; printf(\"%d\\n\", sum);", "42\n")]
    [InlineData("fseek(stdin, 0, SEEK_END); printf(\"%ld \", ftell(stdin)); fseek(stdin, 6, SEEK_SET); int n; int read = scanf(\"%d\", &n); printf(\"%d %d\\n\", read, n);", "12 1 4\n")]
    [InlineData("int n; std::cin >> n; std::cin.seekg(0, std::ios::end); std::cout << std::cin.tellg(); std::cin.seekg(2); std::cin >> n; std::cout << ' ' << n << '\\n';", "12 2\n")]
    [InlineData("int n, m; std::cin >> n; std::ifstream again(\"/dev/stdin\"); again >> m >> m; std::cout << n << m << '\\n';", "12\n")]
    [InlineData("int n; scanf(\"%d\", &n); freopen(\"/dev/stdin\", \"r\", stdin); scanf(\"%d\", &n); printf(\"%d\\n\", n);", "1\n")]
    [InlineData("static char b[1 << 20]; long n = read(0, b, sizeof b); fwrite(b, 1, n, stdout);", Numbers)]
    [InlineData("char b[3]; pread(0, b, 3, 6); printf(\"%.3s %ld\\n\", b, static_cast<long>(lseek(0, 0, SEEK_CUR)));", "4 5 0\n")]
    [InlineData("pollfd p{0, POLLIN, 0}; int ready = poll(&p, 1, -1); printf(\"%d %d %d\\n\", ready, p.revents & POLLIN, isatty(0));", "1 1 0\n")]
    [InlineData("printf(\"%d\", static_cast<int>(write(0, \"x\", 1))); printf(\" %d\", ftruncate(0, 0)); printf(\" %d\", open(\"/proc/self/fd/0\", O_RDWR)); printf(\" %d\", mmap(nullptr, 1, PROT_WRITE, MAP_SHARED, 0, 0) == MAP_FAILED); puts(\"\");", "-1 -1 -1 1\n")]
    public async Task Run_Stdin_IsAFile(string body, string output)
    {
        var status = await RunAsync(body, Numbers);

        Assert.Equal((Verdict.Accepted, output), (status.Verdict, status.Stdout));
    }

    [Fact]
    public async Task Run_InputInOneRead_IsRead()
    {
        var input = string.Concat(Enumerable.Repeat("123456789\n", 1_200_000));

        var status = await RunAsync(
            "struct stat s; fstat(0, &s); auto p = static_cast<char*>(mmap(nullptr, s.st_size, PROT_READ, MAP_PRIVATE, 0, 0)); long sum = 0; for (long i = 0; i < s.st_size; ++i) sum += p[i]; static char b[3 << 20]; printf(\"%ld %ld %zd\\n\", static_cast<long>(s.st_size), sum, read(0, b, sizeof b));",
            input,
            new() { MemoryBytes = 4 << 20 });

        Assert.Equal((Verdict.Accepted, "12000000 584400000 3145728\n"), (status.Verdict, status.Stdout));
    }

    [Fact]
    public async Task Run_NoInput_IsAnEmptyFile()
    {
        var status = await RunAsync("struct stat s; fstat(0, &s); printf(\"%d %ld %d\\n\", S_ISREG(s.st_mode), static_cast<long>(s.st_size), getchar());", string.Empty);

        Assert.Equal((Verdict.Accepted, "1 0 -1\n"), (status.Verdict, status.Stdout));
    }

    private Task<JobStatus> RunAsync(string body, string stdin, RunLimits? limits = null) => engine.Client.RunAsync(new RunRequest
    {
        Language = "cpp",
        Code = $$"""
            #include <cstdio>
            #include <fcntl.h>
            #include <fstream>
            #include <iostream>
            #include <poll.h>
            #include <sys/mman.h>
            #include <sys/stat.h>
            #include <unistd.h>
            int main() {
            {{body}}
            }
            """,
        Stdin = stdin,
        Limits = limits,
    });
}

using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>What goes in and comes out is bytes.</summary>
[Collection(EngineTests.Name)]
public sealed class BytesTests(EngineFixture engine)
{
    private const string AllBytes = """
        #include <cstdio>
        int main() {
            for (int i = 0; i < 256; ++i) std::putchar(i);
            for (int i = 255; i >= 0; --i) std::putc(i, stderr);
        }
        """;

    [Fact]
    public async Task Run_EveryByteIsWritten_ComesBackExactlyInBase64()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];

        var id = await engine.Client.SubmitAsync(new RunRequest { Language = "cpp", Code = AllBytes });
        var shown = await engine.Client.WaitAsync(id, TimeSpan.FromMinutes(1));
        var exact = await engine.Client.GetAsync(id, ContentEncoding.Base64);

        Assert.Equal(Verdict.Accepted, exact.Verdict);
        Assert.Equal(all, Convert.FromBase64String(exact.Stdout!));
        Assert.Equal(all.Reverse(), Convert.FromBase64String(exact.Stderr!));
        Assert.Equal(Encoding.UTF8.GetString(all), shown.Stdout);
        Assert.Contains('\0', shown.Stdout!);
        Assert.Contains('\uFFFD', shown.Stdout!);
    }

    [Fact]
    public async Task Run_TenMegabytesOfInput_AreReadToTheLastByte()
    {
        const int size = 10 << 20;
        var input = string.Create(size, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)('!' + (i * 31 % 90));
            }
        });

        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = """
                #include <cstdio>
                #include <unistd.h>
                int main() {
                    static unsigned char buffer[4096];
                    unsigned long long count = 0, sum = 5381;
                    for (ssize_t n; (n = read(0, buffer, sizeof buffer)) > 0;)
                        for (ssize_t i = 0; i < n; ++i, ++count) sum = sum * 33 + buffer[i];
                    std::printf("%llu %llu\n", count, sum);
                }
                """,
            Stdin = input,
        });

        var sum = input.Aggregate(5381UL, static (sum, c) => unchecked((sum * 33) + c));
        Assert.Equal((Verdict.Accepted, $"{size} {sum}\n"), (status.Verdict, status.Stdout));
        Assert.True(status.MemoryBytes < 32 << 20, $"{status.MemoryBytes} bytes");
    }

    [Fact]
    public async Task Run_RequestInBase64_TakesBytesThatAreNoText()
    {
        byte[] input = [0, 255, 254, 10, 128];
        const string code = """
            #include <cstdio>
            int main() { for (int c; (c = std::getchar()) != EOF;) std::putchar(c); }
            """;

        var id = await engine.Client.SubmitAsync(
            new RunRequest
            {
                Language = "cpp",
                Code = Convert.ToBase64String(Encoding.UTF8.GetBytes(code)),
                Tests = [new("bytes", Convert.ToBase64String(input), Convert.ToBase64String(input))],
                Checker = RunChecker.Exact,
            },
            encoding: ContentEncoding.Base64);
        await engine.Client.WaitAsync(id, TimeSpan.FromMinutes(1));
        var exact = await engine.Client.GetAsync(id, ContentEncoding.Base64);

        Assert.Equal(Verdict.Accepted, exact.Verdict);
        Assert.Equal(input, Convert.FromBase64String(exact.Tests![0].Stdout!));
    }

    [Fact]
    public async Task Run_OutputCutWithinACharacter_IsStillValidText()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = """
                #include <cstdio>
                int main() { for (;;) std::fputs("\xF0\x9F\x98\x80", stdout); }
                """,
            Limits = new() { OutputBytes = 1002 },
        });

        Assert.Equal(Verdict.OutputLimitExceeded, status.Verdict);
        Assert.StartsWith(string.Concat(Enumerable.Repeat("😀", 250)), status.Stdout, StringComparison.Ordinal);
    }
}

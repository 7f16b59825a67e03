using CodeRunner.Client;

namespace CodeRunner.Browser.Tests;

/// <summary>Programs that the tests run.</summary>
internal static class Programs
{
    public const string Echo = """
        #include <iostream>
        #include <string>
        int main(int argc, char **argv) {
            std::string line;
            while (std::getline(std::cin, line)) std::cout << line << '\n';
            for (int i = 1; i < argc; ++i) std::cerr << argv[i] << '\n';
            return argc - 1;
        }
        """;

    public const string Broken = """
        #include <iostream>
        int main() {
            std::cout << "before";
            int number = "text";
        }
        """;

    public const string Endless = "int main() { volatile int x = 0; for (;;) x = x + 1; }";

    public const string Asleep = """
        #include <unistd.h>
        int main() { for (;;) pause(); }
        """;

    /// <summary>Six lines, one a second.</summary>
    public const string Slow = """
        #include <stdio.h>
        #include <unistd.h>
        int main() {
            for (int i = 1; i <= 6; ++i) {
                printf("line %d\n", i);
                fflush(stdout);
                sleep(1);
            }
        }
        """;

    public const string Sum = """
        #include <iostream>
        int main() {
            long long sum = 0, number;
            while (std::cin >> number) sum += number;
            std::cout << "sum\n" << sum << '\n';
        }
        """;

    public const string Hostile = """
        #include <cstdio>
        int main() {
            std::puts("<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">");
            std::puts("https://example.org/ javascript:alert(1) &lt;b&gt;");
            std::puts("\x1b[31mred\x1b[0m \x1b]8;;https://example.org\x07link\x1b]8;;\x07 \x1b[2J\x1b[H");
            std::fwrite("\0\x07\x08\x7f\r\n", 1, 6, stdout);
            std::puts("\xe2\x80\xae" "desrever" "\xe2\x80\xac \xff\xfe");
        }
        """;

    public const string Much = """
        #include <stdio.h>
        int main() { for (int i = 0; i < 100000; ++i) printf("line %d of very many\n", i); }
        """;

    public const string Crash = "int main() { *(volatile int *)0 = 1; }";

    /// <summary>A C++ program as the HTTP interface takes it.</summary>
    /// <param name="code">The program.</param>
    /// <param name="expected">What it must write to be accepted.</param>
    /// <param name="wallTimeMs">How long it may take.</param>
    public static RunRequest Request(string code, string? expected = null, int wallTimeMs = 6000) => new()
    {
        Language = "cpp",
        Code = code,
        Tests = expected is null ? null : [new(ExpectedOutput: expected)],
        Limits = new() { WallTimeMs = wallTimeMs },
    };
}


namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>A program whose verdict is known, and whose output is its own.</summary>
internal sealed record ChaosJob(int Number, string Nonce, Verdict Verdict, bool Cancel, RunRequest Request)
{
    private const string Ends = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        int main(int count, char** values) {
            printf("%s", values[1]);
            fflush(stdout);
            usleep(1000 * atoi(values[2]));
            return atoi(values[3]);
        }
        """;

    private const string Spins = """
        #include <stdio.h>
        int main(int count, char** values) {
            printf("%s", values[1]);
            fflush(stdout);
            for (volatile unsigned i = 0;; i++) { }
        }
        """;

    private static readonly RunLimits Patient = new() { WallTimeMs = 60_000 };

    /// <summary>The job of a number; the same for the same seed.</summary>
    public static ChaosJob Create(int number, int seed)
    {
        var chance = new Random(HashCode.Combine(number, seed) & int.MaxValue);
        var nonce = $"nonce-{seed}-{number}";
        var milliseconds = $"{chance.Next(100, 1500)}";
        return (number % 20) switch
        {
            3 or 13 => new(number, nonce, Verdict.RuntimeError, false, Program(Ends, [nonce, milliseconds, "3"])),
            7 => new(number, nonce, Verdict.CompileError, false, Program($"#error {nonce}", [])),
            11 => new(number, nonce, Verdict.TimeLimitExceeded, false, Program(Spins, [nonce]) with { Limits = Patient with { CpuTimeMs = 100 } }),
            17 => new(number, nonce, Verdict.Accepted, true, Program(Ends, [nonce, "3000", "0"])),
            _ => new(number, nonce, Verdict.Accepted, false, Program(Ends, [nonce, milliseconds, "0"]) with { Priority = number % 2 == 0 ? RunPriority.Batch : null }),
        };
    }

    private static RunRequest Program(string code, string[] arguments) => new() { Language = "c", Code = code, Args = arguments, Limits = Patient };
}

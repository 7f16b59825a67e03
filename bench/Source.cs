using System.Globalization;

namespace CodeRunner.Bench;

/// <summary>A program and what it prints.</summary>
internal readonly record struct Source(string Code, string Output);

/// <summary>Makes sources that all differ, so that nothing can be answered from a cache of programs.</summary>
internal sealed class Sources(string header)
{
    private static readonly string Run = Guid.NewGuid().ToString("N");
    private static int _count;

    public Source Next()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"hello {Run} {Interlocked.Increment(ref _count)}");
        var code = $$"""
            #include <{{header}}>
            int main()
            {
                std::cout << "{{text}}\n";
            }

            """;
        return new Source(code, $"{text}\n");
    }
}

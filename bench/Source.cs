using System.Globalization;

namespace CodeRunner.Bench;

/// <summary>A program and what it prints.</summary>
internal readonly record struct Source(string Code, string Output);

/// <summary>Makes sources that all differ, so that nothing can be answered from a cache of programs.</summary>
internal sealed class Sources(Func<string, string> write)
{
    /// <summary>Six headers, a few templates of one's own and of the library's: what people send.</summary>
    private const string TypicalCode = """
        #include <algorithm>
        #include <iostream>
        #include <map>
        #include <numeric>
        #include <string>
        #include <vector>

        template <typename T>
        class Matrix
        {
        public:
            Matrix(std::size_t rows, std::size_t columns) : columns_(columns), cells_(rows * columns) {}
            T& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }
            T sum() const { return std::accumulate(cells_.begin(), cells_.end(), T{}); }

        private:
            std::size_t columns_;
            std::vector<T> cells_;
        };

        template <typename Map>
        std::vector<std::string> keys(const Map& map)
        {
            std::vector<std::string> names;
            for (const auto& entry : map)
                names.push_back(entry.first);
            std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.size() < b.size() || (a.size() == b.size() && a < b); });
            return names;
        }

        int main()
        {
            const std::string text = "TEXT";
            std::map<std::string, int> counts;
            for (char letter : text)
                ++counts[std::string(1, letter)];
            Matrix<double> matrix(3, 3);
            for (std::size_t i = 0; i < 3; ++i)
                matrix.at(i, i) = 1;
            if (keys(counts).empty() || matrix.sum() != 3)
                return 1;
            std::cout << text << '\n';
        }

        """;

    private static readonly string Run = Guid.NewGuid().ToString("N");
    private static int _count;

    /// <summary>A single header and a line of output.</summary>
    public static Sources Including(string header) => new(text => $$"""
        #include <{{header}}>
        int main()
        {
            std::cout << "{{text}}\n";
        }

        """);

    /// <summary>What people send.</summary>
    public static Sources Typical() => new(static text => TypicalCode.Replace("TEXT", text, StringComparison.Ordinal));

    public Source Next()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"hello {Run} {Interlocked.Increment(ref _count)}");
        return new Source(write(text), $"{text}\n");
    }
}

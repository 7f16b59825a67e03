using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>
/// A program of Programs/ with what the comments in its first lines say: <c>// stdin: TEXT</c> with \n, \r and \t in it, or <c>// stdin*COUNT: TEXT</c> for so many of it; <c>// options: ...</c> for
/// the compiler; <c>// stack: BYTES</c>. A program's name ends in its language.
/// </summary>
internal sealed partial class PlainProgram
{
    /// <summary>The default memory limit, and so the stack's.</summary>
    private const long DefaultStack = 256L << 20;

    private PlainProgram(string path)
    {
        Path = path;
        Code = File.ReadAllText(path);
        var said = Header().Matches(Code).ToDictionary(static line => line.Groups["name"].Value, StringComparer.Ordinal);
        if (said.TryGetValue("stdin", out var stdin))
        {
            var count = stdin.Groups["count"].Success ? int.Parse(stdin.Groups["count"].Value, CultureInfo.InvariantCulture) : 1;
            Stdin = string.Concat(Enumerable.Repeat(Regex.Unescape(stdin.Groups["text"].Value), count));
        }

        Options = said.TryGetValue("options", out var options) ? options.Groups["text"].Value.Split(' ') : [];
        Stack = said.TryGetValue("stack", out var stack) ? long.Parse(stack.Groups["text"].Value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(static path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public string Path { get; }

    public string Code { get; }

    public string Stdin { get; } = "";

    public IReadOnlyList<string> Options { get; }

    private static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, "PlainPrograms");

    private bool IsC => Path.EndsWith(".c", StringComparison.Ordinal);

    private long? Stack { get; }

    public static PlainProgram Of(string name) => new(System.IO.Path.Combine(Folder, name));

    /// <summary>It as the engine gets it, with nothing said that a contestant would not say.</summary>
    public RunRequest ToRequest() => new()
    {
        Language = IsC ? "c" : "cpp",
        Code = Code,
        Stdin = Stdin,
        CompileOptions = Options,
        Limits = Stack is { } stack ? new RunLimits { StackBytes = stack } : null,
    };

    /// <summary>A shell's line that compiles it and runs it on a file of that name, as somebody does by hand, in a folder of its own.</summary>
    public string ToShell(string stdin) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsC ? "gcc -O2 -std=gnu17" : "g++ -O2 -std=gnu++20")} {string.Join(' ', Options)} '{Path}' -o program {(IsC ? "-lm " : "")}2>compiler.txt || exit 99; ulimit -c 0; ulimit -s {(Stack ?? DefaultStack) >> 10}; exec env -i PATH=/usr/bin:/bin ./program <'{stdin}'");

    [GeneratedRegex(@"^// (?<name>stdin|options|stack)(\*(?<count>[0-9]+))?: (?<text>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// A program of the corpus with what must come of it, which its first line says; the format is described in
/// test/Programs/README.md.
/// </summary>
internal sealed partial record AttackProgram
{
    private const string Marker = "// expect: ";
    private const string NoCheck = "-";
    private const string StdinLine = "123456789\n";
    private const int ExitCodes = 256;

    public required string Name { get; init; }

    /// <summary>The source's bytes: some are no valid text.</summary>
    public required byte[] Source { get; init; }

    /// <summary>It passes when one of these is met.</summary>
    public required IReadOnlyList<Expectation> Verdicts { get; init; }

    /// <summary>Text that must be in the output; null when anything may.</summary>
    public string? Contains { get; init; }

    /// <summary>Text that must not be in the output; null when anything may.</summary>
    public string? Excludes { get; init; }

    /// <summary>A regular expression: what the output may have although <see cref="Excludes"/> forbids it, as a stated difference of a kind of sandbox.</summary>
    public string? Tolerates { get; init; }

    /// <summary>The inputs, one a test; all but <see cref="RunsEveryExitCode"/> have one.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [""];

    /// <summary>Whether test n must exit with status n.</summary>
    public bool RunsEveryExitCode { get; init; }

    /// <summary>How often it runs, one after the other: what the first leaves must not be there for the second.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>How many of it run at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Whether the verdict must come within a second of the program's end or of the wall limit.</summary>
    public bool HasDeadline { get; init; }

    public static AttackProgram Load(string path) => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));

    public static AttackProgram Parse(string name, byte[] source)
    {
        // The line may stand behind a byte order mark, and the source need not be UTF-8.
        var text = Encoding.Latin1.GetString(source);
        var start = text.IndexOf(Marker, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('\n', start);
        if (end < 0)
        {
            throw new FormatException($"{name} does not say what to expect.");
        }

        var line = Encoding.UTF8.GetString(source, start + Marker.Length, end - start - Marker.Length).TrimEnd('\r');
        var fields = line.Split("; ").Select(static field => field.Split('=', 2))
            .ToDictionary(static field => field[0], static field => field[1], StringComparer.Ordinal);
        var note = fields["note"];
        var stdin = Tag(note, "stdin");
        return new AttackProgram
        {
            Name = name,
            Source = source,
            Verdicts = [.. fields["verdict"].Split('|').Select(Expectation.Parse)],
            Contains = Text(fields["stdout_contains"]),
            Excludes = Text(fields["stdout_excludes"]),
            Inputs = InputsOf(stdin),
            RunsEveryExitCode = stdin == "exit-codes",
            Runs = Number(Tag(note, "run")),
            Parallel = Number(Tag(note, "parallel")),
            HasDeadline = note.Contains("[deadline]", StringComparison.Ordinal),
        };
    }

    private static IReadOnlyList<string> InputsOf(string? stdin) => stdin?.Split(':', 2) switch
    {
        null => [""],
        ["exit-codes"] => [.. Enumerable.Range(0, ExitCodes).Select(static n => $"{n}\n")],
        ["text", var text] => [text],
        ["lines", var count] => [string.Concat(Enumerable.Repeat(StdinLine, Number(count)))],
        _ => throw new FormatException($"'{stdin}' is no input."),
    };

    private static string? Text(string field) => field == NoCheck ? null : field;

    private static int Number(string? text) => text is null ? 1 : int.Parse(text, CultureInfo.InvariantCulture);

    private static string? Tag(string note, string name) =>
        Tags().Matches(note).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["value"].Value;

    [GeneratedRegex(@"\[(?<name>[a-z]+)=(?<value>[^\]]*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Tags();
}

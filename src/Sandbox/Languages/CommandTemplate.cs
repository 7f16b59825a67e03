using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CodeRunner.Sandbox.Languages;

/// <summary>Fills in the placeholders of a <see cref="Language"/>'s commands.</summary>
internal static partial class CommandTemplate
{
    public const string Standard = "{standard}";
    public const string Options = "{options}";
    public const string Sources = "{sources}";
    public const string Output = "{output}";
    public const string Program = "{program}";

    /// <summary>The compiler's command for <paramref name="sources"/>.</summary>
    public static ImmutableArray<string> Compile(
        Language language, string standard, IEnumerable<string> options, IEnumerable<string> sources, string output)
    {
        var command = ImmutableArray.CreateBuilder<string>();
        foreach (var argument in language.CompileCommand)
        {
            if (argument == Options)
                command.AddRange(options);
            else if (argument == Sources)
                command.AddRange(sources.Select(Operand));
            else
                command.Add(Fill(Fill(argument, Standard, standard), Output, output));
        }

        return command.ToImmutable();
    }

    /// <summary>The program's command, without the request's arguments.</summary>
    public static ImmutableArray<string> Run(Language language, string program) =>
        [.. language.RunCommand.Select(argument => Fill(argument, Program, program))];

    /// <summary>The command that succeeds when the compiler knows the standard.</summary>
    public static ImmutableArray<string> Probe(Language language, LanguageStandard standard) =>
        [.. language.StandardProbe.Select(argument => Fill(argument, Standard, standard.Value))];

    /// <summary>Every placeholder in <paramref name="command"/>, known or not, as often as it is there.</summary>
    public static IEnumerable<string> Placeholders(ImmutableArray<string> command) =>
        command.SelectMany(argument => Placeholder().Matches(argument).Select(match => match.Value));

    // A file's name must not be read as an option or as a response file. Others stay as they are, for the sake of the diagnostics.
    private static string Operand(string source) => source[0] is '-' or '@' ? $"./{source}" : source;

    private static string Fill(string argument, string placeholder, string value) =>
        argument.Replace(placeholder, value, StringComparison.Ordinal);

    [GeneratedRegex(@"\{[A-Za-z]*\}")]
    private static partial Regex Placeholder();
}

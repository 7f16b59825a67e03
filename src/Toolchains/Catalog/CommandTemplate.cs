using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Fills in the placeholders of a <see cref="Language"/>'s commands.</summary>
internal static partial class CommandTemplate
{
    public const string Standard = "{standard}";
    public const string Definitions = "{definitions}";
    public const string Options = "{options}";
    public const string Sources = "{sources}";
    public const string Libraries = "{libraries}";
    public const string Output = "{output}";
    public const string Program = "{program}";

    private const string LibraryOption = "-l";

    /// <summary>The compiler's command for <paramref name="sources"/>.</summary>
    public static ImmutableArray<string> Compile(
        Language language, string standard, IReadOnlyCollection<string> options, IEnumerable<string> sources, string output)
    {
        var separates = language.CompileCommand.Contains(Libraries);
        var command = ImmutableArray.CreateBuilder<string>();
        foreach (var argument in language.CompileCommand)
        {
            if (argument == Definitions)
                command.AddRange(language.Definitions.Where(definition => !options.Any(option => IsAbout(option, definition))));
            else if (argument == Options)
                command.AddRange(options.Where(option => !(separates && IsLibrary(option))));
            else if (argument == Libraries)
                command.AddRange(options.Where(IsLibrary).Concat(AsNeeded(language.LibrariesAsNeeded)));
            else if (argument == Sources)
                command.AddRange(sources.Select(Operand));
            else
                command.Add(Fill(Fill(argument, Standard, standard), Output, output));
        }

        return command.ToImmutable();
    }

    /// <summary>The command that makes an object of a source that needs a compiler of its own.</summary>
    public static ImmutableArray<string> Object(Language language, IEnumerable<string> options, string source, string output) => Compile(
        language with { CompileCommand = language.ObjectCommand },
        standard: "",
        [.. options.Where(option => !IsLibrary(option) && !LanguageOptions.Dropped(language).Allows(option))],
        [source],
        output);

    /// <summary>The program's command, without the request's arguments.</summary>
    public static ImmutableArray<string> Run(Language language, string program) =>
        [.. language.RunCommand.Select(argument => Fill(argument, Program, program))];

    /// <summary>The command that succeeds when the compiler knows the standard.</summary>
    public static ImmutableArray<string> Probe(Language language, LanguageStandard standard) =>
        [.. language.StandardProbe.Select(argument => Fill(argument, Standard, standard.Value))];

    /// <summary>Whether an option names a library to link.</summary>
    public static bool IsLibrary(string option) => option.StartsWith(LibraryOption, StringComparison.Ordinal);

    /// <summary>Every placeholder in <paramref name="command"/>, known or not, as often as it is there.</summary>
    public static IEnumerable<string> Placeholders(ImmutableArray<string> command) =>
        command.SelectMany(argument => Placeholder().Matches(argument).Select(match => match.Value));

    /// <summary>Whether an option defines the same macro or takes it back: to define it twice would be a warning.</summary>
    private static bool IsAbout(string option, string definition) =>
        option is ['-', 'D' or 'U', ..] && MacroOf(option).SequenceEqual(MacroOf(definition));

    private static ReadOnlySpan<char> MacroOf(string definition)
    {
        var name = definition.AsSpan(2);
        var end = name.IndexOfAny('=', '(');
        return end < 0 ? name : name[..end];
    }

    private static ImmutableArray<string> AsNeeded(ImmutableArray<string> libraries) =>
        libraries.IsEmpty ? [] : ["-Wl,--push-state,--as-needed", .. libraries, "-Wl,--pop-state"];

    // A file's name must not be read as an option or as a response file. Others stay as they are, for the sake of the diagnostics.
    private static string Operand(string source) => source[0] is '-' or '@' ? $"./{source}" : source;

    private static string Fill(string argument, string placeholder, string value) =>
        argument.Replace(placeholder, value, StringComparison.Ordinal);

    [GeneratedRegex(@"\{[A-Za-z]*\}")]
    private static partial Regex Placeholder();
}

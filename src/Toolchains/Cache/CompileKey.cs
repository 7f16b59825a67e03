using System.Text;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;

namespace CodeRunner.Toolchains.Cache;

/// <summary>What a compiled program is kept by: the SHA-256 of all that it depends on.</summary>
internal static class CompileKey
{
    private const string Version = "program 2";

    /// <summary>How options end whose meaning is the processor's: <c>-march=native</c>, <c>-mtune=native</c>.</summary>
    private const string NativeOption = "=native";

    /// <summary>Macros whose value is another one each time. Where names can be pasted together, any could come about.</summary>
    private static readonly byte[][] Changing =
        [.. new[] { "__DATE__", "__TIME__", "__TIMESTAMP__", "##", "%:%:", "??=" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The key of a compile; null when the next one could give something else.</summary>
    public static string? Of(CompilePlan plan, string toolchain)
    {
        var request = plan.Request;
        if (request.CompileOptions.Any(option => option.EndsWith(NativeOption, StringComparison.Ordinal) || Changes(Encoding.UTF8.GetBytes(option)))
            || Changes(request.Code.Span)
            || request.Files.Any(static file => Changes(file.Content.Span)))
        {
            return null;
        }

        using var key = new Fingerprint();
        key.Add(Version).Add(plan.Installed.Language.Id).Add(plan.Installed.Version).Add(toolchain).Add(plan.Installed.LinkerOption ?? "").Add(plan.Command).Add(CompileOptions.Environment);
        foreach (var command in plan.ObjectCommands)
            key.Add(command);
        key.Add(request.Code.Span);
        foreach (var file in request.Files)
            key.Add(file.Path).Add(file.Content.Span);
        return key.Finish();
    }

    private static bool Changes(ReadOnlySpan<byte> source)
    {
        // A name may go on in the next line.
        if (source.Contains((byte)'\\') || source.IndexOf("??/"u8) >= 0)
            source = Joined(source);
        foreach (var name in Changing)
        {
            if (source.IndexOf(name) >= 0)
                return true;
        }

        return false;
    }

    private static byte[] Joined(ReadOnlySpan<byte> source)
    {
        var text = Encoding.Latin1.GetString(source).Replace("??/", "\\", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, @"\\[ \t\v\f\r]*\n", ""));
    }
}

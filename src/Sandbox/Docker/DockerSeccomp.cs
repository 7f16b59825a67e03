using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CodeRunner.Sandbox.Linux.Seccomp;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Writes <see cref="SeccompProfile"/> the way a Docker engine reads it, so that both kinds of sandbox allow the same calls.</summary>
internal static class DockerSeccomp
{
    private const string Allow = "SCMP_ACT_ALLOW";
    private const string Refuse = "SCMP_ACT_ERRNO";
    private const string MaskedEqual = "SCMP_CMP_MASKED_EQ";
    private const int NotPermitted = 1; // EPERM
    private const uint NotImplemented = 38; // ENOSYS

    /// <summary>The profile as JSON.</summary>
    /// <param name="architecture">The processor of the engine's machine.</param>
    public static string Write(Architecture architecture) => new JsonObject
    {
        ["defaultAction"] = Refuse,
        ["defaultErrnoRet"] = NotPermitted,
        // The one of the machine only: calls by another one's numbers would pass the list unseen.
        ["architectures"] = new JsonArray(architecture == Architecture.Arm64 ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64"),
        ["syscalls"] = new JsonArray([
            Rule(SeccompProfile.Allowed, Allow),
            Rule(SeccompProfile.Missing, Refuse, NotImplemented),
            .. SeccompProfile.Conditional.SelectMany(static calls => calls.AnyOf.Select(set => Rule(calls.Names, Allow, errno: null, set))),
            .. SeccompProfile.Answered.Where(static calls => calls.AnyOf.Length == 0).Select(static calls => Rule(calls.Names, Refuse, calls.Errno)),
            .. SeccompProfile.Answered.SelectMany(static calls => calls.AnyOf.Select(set => Rule(calls.Names, Refuse, calls.Errno, set))),
        ]),
    }.ToJsonString();

    private static JsonObject Rule(IReadOnlyList<string> names, string action, uint? errno = null, params SeccompCondition[] conditions)
    {
        var rule = new JsonObject { ["names"] = Names(names), ["action"] = action };
        if (errno is { } number)
            rule["errnoRet"] = number;
        if (conditions.Length > 0)
            rule["args"] = new JsonArray([.. conditions.Select(Condition)]);
        return rule;
    }

    private static JsonObject Condition(SeccompCondition condition) => new()
    {
        ["index"] = condition.Argument,
        ["value"] = condition.Mask,
        ["valueTwo"] = condition.Value,
        ["op"] = MaskedEqual,
    };

    private static JsonArray Names(IReadOnlyList<string> names) => new([.. names.Select(static name => JsonValue.Create(name))]);
}

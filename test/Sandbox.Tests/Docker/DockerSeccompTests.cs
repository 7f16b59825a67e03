using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.Linux.Seccomp;

namespace CodeRunner.Sandbox.Tests.Docker;

public sealed class DockerSeccompTests
{
    [Fact]
    public void Write_Profile_AllowsTheSameCallsAsTheNativeFilter()
    {
        var rules = Rules(Architecture.X64);

        var allowed = rules.Where(static rule => Text(rule, "action") == "SCMP_ACT_ALLOW" && rule["args"] is null).SelectMany(Names);
        var conditional = rules.Where(static rule => rule["args"] is not null).SelectMany(Names).ToHashSet();

        Assert.Equal(SeccompProfile.Allowed, allowed);
        Assert.Equal(SeccompProfile.Conditional.SelectMany(static calls => calls.Names).ToHashSet(), conditional);
    }

    [Fact]
    public void Write_EverythingElse_IsRefused()
    {
        var profile = JsonNode.Parse(DockerSeccomp.Write(Architecture.X64))!;

        Assert.Equal("SCMP_ACT_ERRNO", Text(profile, "defaultAction"));
        Assert.Equal(38, (int)Rules(Architecture.X64).Single(static rule => Names(rule).Contains("clone3"))["errnoRet"]!);
    }

    [Fact]
    public void Write_AnsweredCalls_GetTheirErrorNumber()
    {
        var rules = Rules(Architecture.X64);

        var fsync = rules.Single(static rule => Names(rule).Contains("fsync"));
        Assert.Equal(("SCMP_ACT_ERRNO", 0), (Text(fsync, "action"), (int)fsync["errnoRet"]!));
        var noWait = rules.Single(static rule => Names(rule).Contains("preadv2") && Text(rule, "action") == "SCMP_ACT_ERRNO");
        Assert.Equal((95, 5), ((int)noWait["errnoRet"]!, (int)noWait["args"]![0]!["index"]!));
    }

    [Fact]
    public void Write_SocketRule_ComparesFamilyTypeAndProtocol()
    {
        var sockets = Rules(Architecture.X64).Where(static rule => Names(rule).Contains("socket")).ToList();

        Assert.All(sockets, static rule => Assert.InRange(rule["args"]!.AsArray().Count, 2, 3));
        Assert.Contains(sockets, static rule => rule["args"]!.AsArray().Select(static arg => (int)arg!["valueTwo"]!).SequenceEqual([2, 1, 6]));
    }

    [Theory]
    [InlineData(Architecture.X64, "SCMP_ARCH_X86_64")]
    [InlineData(Architecture.Arm64, "SCMP_ARCH_AARCH64")]
    public void Write_Architecture_IsTheOnlyOne(Architecture architecture, string name) =>
        Assert.Equal([name], JsonNode.Parse(DockerSeccomp.Write(architecture))!["architectures"]!.AsArray().Select(static node => (string)node!));

    [Fact]
    public void Write_Condition_ComparesUnderAMask()
    {
        var clone = Rules(Architecture.X64).Single(static rule => Names(rule).SequenceEqual(["clone"]))["args"]![0]!;

        Assert.Equal(("SCMP_CMP_MASKED_EQ", 0x7E020000ul, 0ul), (Text(clone, "op"), (ulong)clone["value"]!, (ulong)clone["valueTwo"]!));
    }

    private static List<JsonNode> Rules(Architecture architecture) =>
        [.. JsonNode.Parse(DockerSeccomp.Write(architecture))!["syscalls"]!.AsArray().Select(static rule => rule!)];

    private static IEnumerable<string> Names(JsonNode rule) => rule["names"]!.AsArray().Select(static name => (string)name!);

    private static string Text(JsonNode node, string name) => (string)node[name]!;
}

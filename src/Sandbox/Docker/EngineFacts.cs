using System.Runtime.InteropServices;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Docker;

/// <summary>What an engine says of itself and its machine, as far as containers are made differently for it.</summary>
internal sealed record EngineFacts(string Version, bool IsCgroupV2, bool UsesSystemd, string CgroupParent, bool RemapsUsers, string Seccomp)
{
    private const string Systemd = "systemd";

    public static EngineFacts From(SystemInfoResponse info, DockerOptions options)
    {
        var systemd = info.CgroupDriver == Systemd;
        var parent = options.CgroupParent.Length > 0 ? options.CgroupParent : systemd ? "coderunner.slice" : "/coderunner";
        // Names of both the ordinary remapping and of an engine that runs without root.
        var remapped = info.SecurityOptions?.Any(static option => option.Contains("userns", StringComparison.Ordinal) || option.Contains("rootless", StringComparison.Ordinal));
        var architecture = info.Architecture is "aarch64" or "arm64" ? Architecture.Arm64 : Architecture.X64;
        return new EngineFacts(info.ServerVersion, info.CgroupVersion == "2", systemd, parent, remapped == true, DockerSeccomp.Write(architecture));
    }
}

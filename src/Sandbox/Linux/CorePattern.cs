namespace CodeRunner.Sandbox.Linux;

/// <summary>
/// What the kernel does with a program that crashes (<c>kernel.core_pattern</c>). A file needs a limit that sandboxes don't have, and a pipe is not started at a
/// limit of one byte, which they have where there is one. A socket asks for no limit: there every crash of a program would reach a service of the machine.
/// </summary>
internal static class CorePattern
{
    /// <summary>Where the kernel says it.</summary>
    public const string SettingFile = "/proc/sys/kernel/core_pattern";

    /// <summary>The core limit of containers on this machine, in bytes.</summary>
    public static long Limit => OperatingSystem.IsLinux() && IsPipe(File.ReadAllText(SettingFile)) ? 1 : 0;

    /// <summary>Looks at the setting.</summary>
    /// <param name="pattern">Its text.</param>
    /// <returns>Whether crashes would start a program, if it weren't for the limit.</returns>
    /// <exception cref="SandboxException">Crashes would reach a service.</exception>
    public static bool IsPipe(string pattern) => pattern.TrimStart() switch
    {
        ['@', ..] => throw new SandboxException(
            $"kernel.core_pattern is \"{pattern.Trim()}\": every crash of a program would be sent to a service of this machine, with the program's memory. Set kernel.core_pattern=core."),
        ['|', ..] => true,
        _ => false,
    };
}

using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Sandbox.Tests.Linux;

public sealed class CorePatternTests
{
    [Theory]
    [InlineData("core\n", false)]
    [InlineData("/var/crash/core.%p\n", false)]
    [InlineData("|/usr/lib/systemd/systemd-coredump %P\n", true)]
    public void IsPipe_FileOrPipe_IsHarmless(string pattern, bool isPipe) => Assert.Equal(isPipe, CorePattern.IsPipe(pattern));

    [Theory]
    [InlineData("@/run/systemd/coredump\n")]
    [InlineData("@@/run/coredump.socket\n")]
    public void IsPipe_Socket_IsRefusedWithWhatToSet(string pattern) => Assert.Contains(
        "Set kernel.core_pattern=core", Assert.Throws<SandboxException>(() => CorePattern.IsPipe(pattern)).Message, StringComparison.Ordinal);
}

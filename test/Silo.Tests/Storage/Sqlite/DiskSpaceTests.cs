using CodeRunner.Storage.Sqlite;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class DiskSpaceTests
{
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;

    [Theory]
    [InlineData(GiB, 100 * GiB, GiB)]
    [InlineData(2 * GiB, 100 * GiB, GiB)]
    [InlineData(2 * MiB, 16 * MiB, GiB)]
    [InlineData(0, 16 * MiB, 0)]
    public void Lacks_Enough_Nothing(long free, long total, long keep) => Assert.Null(DiskSpace.Lacks(free, total, keep));

    [Theory]
    [InlineData(GiB - 1, 100 * GiB, GiB, "1024 MiB")]
    [InlineData(0, 100 * GiB, GiB, "1024 MiB")]
    [InlineData(9 * MiB, 100 * MiB, GiB, "10 MiB")]
    public void Lacks_TooLittle_SaysWhatIsKept(long free, long total, long keep, string kept) => Assert.Contains($"{kept} are kept", DiskSpace.Lacks(free, total, keep), StringComparison.Ordinal);
}

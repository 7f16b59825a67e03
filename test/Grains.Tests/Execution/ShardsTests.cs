using CodeRunner.Grains.Execution;

namespace CodeRunner.Grains.Tests.Execution;

public sealed class ShardsTests
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 7, 0)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", 1, 0)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", 7, 6)]
    [InlineData("7c9e6679-7425-40de-944b-e07fc1f90ae7", 7, 4)]
    public void Of_KnownId_NeverChanges(string id, int shards, int expected) => Assert.Equal(expected, Shards.Of(Guid.Parse(id), shards));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Of_NoShards_Throws(int shards) => Assert.Throws<ArgumentOutOfRangeException>(() => Shards.Of(Guid.NewGuid(), shards));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Of_ManyIds_SpreadsEvenly(int shards)
    {
        const int Each = 2_000;
        var random = new Random(42);
        var counts = new int[shards];
        var bytes = new byte[16];
        for (var i = 0; i < Each * shards; i++)
        {
            random.NextBytes(bytes);
            counts[Shards.Of(new Guid(bytes), shards)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, Each * 9 / 10, Each * 11 / 10));
    }
}

using System.Net;
using CodeRunner.Grains.Queue;
using Orleans.Runtime;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class CompileAffinityTests
{
    private static readonly SiloAddress _one = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress _two = SiloAddress.New(IPAddress.Loopback, 2, 1);

    private readonly CompileAffinity _places = new();

    [Fact]
    public void Find_NotedTwice_GivesTheLastPlace()
    {
        _places.Note(7, _one);
        _places.Note(7, _two);

        Assert.Equal(_two, _places.Find(7));
        Assert.Null(_places.Find(8));
    }

    [Fact]
    public void Note_Unknown_IsNotRemembered()
    {
        _places.Note(0, _one);

        Assert.Null(_places.Find(0));
    }

    [Fact]
    public void Note_MoreThanFit_ForgetsTheOldest()
    {
        for (var affinity = 1; affinity <= CompileAffinity.Capacity; affinity++)
            _places.Note(affinity, _one);
        _places.Note(1, _one);

        _places.Note(CompileAffinity.Capacity + 1, _one);

        Assert.NotNull(_places.Find(1));
        Assert.Null(_places.Find(2));
        Assert.NotNull(_places.Find(CompileAffinity.Capacity + 1));
    }
}

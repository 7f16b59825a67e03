using CodeRunner.Contracts;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Tests.Intake;

public sealed class LimitTableTests
{
    private static readonly LimitsOptions _options = new();

    [Fact]
    public void Fill_NothingIsAsked_IsTheDefaults()
    {
        var limits = new AskedLimits().Fill(_options);

        Assert.Equal(_options.DefaultCpuTime, limits.CpuTime);
        Assert.Equal(_options.DefaultCpuTime * _options.WallTimeFactor, limits.WallTime);
        Assert.Equal(_options.MaxTotalWallTime, limits.TotalWallTime);
        Assert.Equal(new ByteSize(_options.DefaultMemoryBytes), limits.Memory);
        Assert.Equal(limits.Memory, limits.Stack);
        Assert.Equal(new ByteSize(_options.DefaultOutputBytes), limits.Output);
        Assert.Equal(new ByteSize(_options.MaxOutputBytes), limits.MaxOutput);
        Assert.True(limits.OutputIsDefault);
        Assert.Equal(_options.DefaultProcesses, limits.Processes);
    }

    [Fact]
    public void Fill_OthersFollowFromWhatIsAsked_AndStayBelowTheirMaximum()
    {
        var asked = new AskedLimits { [LimitTable.CpuTime] = 15_000, [LimitTable.Memory] = 5 << 20, [LimitTable.Output] = 7 };

        var limits = asked.Fill(new LimitsOptions { WallTimeFactor = 100 });

        Assert.Equal(_options.MaxWallTime, limits.WallTime);
        Assert.Equal(new ByteSize(5 << 20), limits.Stack);
        Assert.False(limits.OutputIsDefault);
    }

    [Fact]
    public void Get_WhatWasPut_IsThere()
    {
        var asked = new AskedLimits();
        foreach (var (limit, index) in LimitTable.All.Select(static (limit, index) => (limit, index)))
            asked[limit] = 100 + index;

        var limits = asked.Fill(_options);

        Assert.Equal(LimitTable.All.Select(limit => asked[limit]), LimitTable.All.Select(limit => limit.Get(limits)));
    }
}

using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Gateway.Tests.ServiceDefaults;

public sealed class SteadyTimeProviderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon);
    private TimeSpan _up = TimeSpan.FromDays(3);

    [Fact]
    public void GetUtcNow_TimePasses_GoesOnFromTheStart()
    {
        var steady = new SteadyTimeProvider(_clock, () => _up);

        _up += TimeSpan.FromMinutes(5);

        Assert.Equal(Noon.AddMinutes(5), steady.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void GetUtcNow_ClockIsSet_DoesNotCare(int hours)
    {
        _clock.AutoAdvanceAmount = TimeSpan.Zero;
        var steady = new SteadyTimeProvider(_clock, () => _up);

        _clock.AdjustTime(Noon.AddHours(hours));

        Assert.Equal(Noon, steady.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_OfThisMachine_IsTheTimeOfDay()
    {
        var off = new SteadyTimeProvider().GetUtcNow() - TimeProvider.System.GetUtcNow();

        Assert.InRange(off, TimeSpan.FromSeconds(-10), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void AddServiceDefaults_TimeProvider_IsSteady()
    {
        var builder = Host.CreateApplicationBuilder();

        builder.AddServiceDefaults();

        using var services = builder.Services.BuildServiceProvider();
        Assert.IsType<SteadyTimeProvider>(services.GetRequiredService<TimeProvider>());
    }
}

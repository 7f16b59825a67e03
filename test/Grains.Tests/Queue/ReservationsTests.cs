using CodeRunner.Grains.Queue;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class ReservationsTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Reservations _places;

    public ReservationsTests() => _places = new(Lifetime, _time);

    [Fact]
    public void Counts_PlacesComeAndGo_AreRight()
    {
        var (first, second, other) = (Some.Entry("ann"), Some.Entry("ann"), Some.Entry("ben"));
        _places.Add(first);
        _places.Add(second);
        _places.Add(other);

        Assert.Equal((3, 2, 1), (_places.Count, _places.CountOf("ann"), _places.CountOf("ben")));
        Assert.True(_places.Remove(first.Id));
        Assert.False(_places.Remove(first.Id));
        Assert.Equal((2, 1), (_places.Count, _places.CountOf("ann")));
        Assert.True(_places.Remove(second.Id));
        Assert.Equal(0, _places.CountOf("ann"));
        Assert.False(_places.Contains(second.Id));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    [InlineData(31, false)]
    public void Prune_NobodyCame_PlaceLapsesAfterItsLifetime(int seconds, bool stays)
    {
        var entry = Some.Entry();
        _places.Add(entry);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        _places.Prune();

        Assert.Equal(stays, _places.Contains(entry.Id));
        Assert.Equal(stays ? 1 : 0, _places.CountOf(entry.Client));
    }

    [Fact]
    public void Prune_TakenAndReservedAgain_KeepsTheNewPlace()
    {
        var entry = Some.Entry();
        _places.Add(entry);
        _places.Remove(entry.Id);
        _time.Advance(TimeSpan.FromSeconds(20));
        _places.Add(entry);
        _time.Advance(TimeSpan.FromSeconds(15));

        _places.Prune();

        Assert.True(_places.Contains(entry.Id));
        _time.Advance(TimeSpan.FromSeconds(15));
        _places.Prune();
        Assert.Equal(0, _places.Count);
    }
}

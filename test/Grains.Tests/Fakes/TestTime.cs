namespace CodeRunner.Grains.Tests.Fakes;

internal static class TestTime
{
    /// <summary>How long a test waits for an event before it says that it never came.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}

namespace CodeRunner.Client.Tests;

/// <summary>What the tests have at hand.</summary>
public abstract class ClientTest : IDisposable
{
    private protected FakeServer Server { get; } = new();

    private protected HurriedTime Clock { get; } = new();

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }
}

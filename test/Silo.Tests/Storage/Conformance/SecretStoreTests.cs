using CodeRunner.Grains.Storage;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What every store of secrets must do.</summary>
public abstract class SecretStoreTests(IStorageEngines engines) : ConformanceTests(engines)
{
    private ISecretStore Secrets => Engine.Secrets;

    [Fact]
    public async Task ReadAsync_ManyAtTheFirstStart_AllGetTheSameOne()
    {
        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Secrets.ReadAsync(null, default))));

        Assert.Equal(SharedSecret.Length, read[0].Single().Value.Length);
        Assert.All(read, secrets => Assert.Equal(Text(read[0].Single()), Text(secrets.Single())));
    }

    [Fact]
    public async Task ReadAsync_NotBefore_MakesOneNewerAndKeepsTheOlder()
    {
        var first = (await Secrets.ReadAsync(null, default)).Single();
        await Engine.PassSecondAsync();
        var moment = (await Secrets.ReadAsync(null, default)).Single().MadeAt.AddSeconds(1);

        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Secrets.ReadAsync(moment, default))));

        Assert.All(read, secrets => Assert.Equal(2, secrets.Length));
        Assert.All(read, secrets => Assert.Equal(Text(read[0][0]), Text(secrets[0])));
        Assert.Equal(Text(first), Text(read[0][1]));
        Assert.True(read[0][0].MadeAt >= moment);
    }

    [Fact]
    public async Task ToString_OfASecret_DoesNotTellIt()
    {
        var secret = (await Secrets.ReadAsync(null, default)).Single();

        Assert.DoesNotContain(Convert.ToBase64String([.. secret.Value]), $"{secret}", StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(SharedSecret.Value), $"{secret}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_AfterARestart_IsTheSame()
    {
        var first = await Secrets.ReadAsync(null, default);

        await RestartAsync();

        Assert.Equal(Text(first.Single()), Text((await Secrets.ReadAsync(null, default)).Single()));
    }

    private static string Text(SharedSecret secret) => Convert.ToHexString([.. secret.Value]);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Tests.Fakes;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Gateway.Tests.Intake;

/// <summary>Ids that nobody outside can compute, and how secrets are replaced.</summary>
public sealed class IdempotencyIdsTests(GatewayFixture fixture) : GatewayTest(fixture), IDisposable
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";
    private static readonly IdempotencyKey Key = new("order-1");
    private static readonly TimeSpan UntilUse = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly List<IdempotencyIds> _made = [];
    private readonly FakeSecrets _secrets = new();

    [Fact]
    public async Task Run_KeyIsKnown_IdCanNotBeComputed()
    {
        var id = await RunAsync(App, "guessable");

        Assert.DoesNotContain(id, new[] { "127.0.0.1", "::1", "::ffff:127.0.0.1", "local" }.Select(static client => Computed(client, "guessable")));
    }

    [Fact]
    public async Task Run_TwoGatewaysOfACluster_MakeTheSameId()
    {
        await using var one = await StartAppAsync(configure: Share);
        await using var other = await StartAppAsync(configure: Share);

        Assert.Equal(await RunAsync(one, "k"), await RunAsync(other, "k"));
    }

    [Fact]
    public async Task Run_AfterARotation_FindsTheEarlierAndMakesNewOnesAnew()
    {
        await using var before = await StartAppAsync(configure: Share);
        var old = await RunAsync(before, "k");
        var replaced = _secrets.Secrets[0];
        _secrets.Secrets = [FakeSecrets.New(TimeProvider.System.GetUtcNow() - UntilUse), replaced];
        await using var after = await StartAppAsync(configure: Share);

        Assert.Equal(old, await RunAsync(after, "k"));
        Assert.NotEqual(new IdempotencyKey("new").JobId("127.0.0.1", [.. replaced.Value]), await RunAsync(after, "new"));
    }

    [Fact]
    public async Task Run_TakenByAVersionWithoutSecret_IsFound()
    {
        _secrets.Secrets = [FakeSecrets.New(TimeProvider.System.GetUtcNow())];
        var old = new IdempotencyKey("before").UnkeyedJobId("127.0.0.1");
        Submissions.Submit(old, Samples.Request() with { Client = "127.0.0.1" });
        await using var app = await StartAppAsync(configure: Share);

        Assert.Equal(old, await RunAsync(app, "before"));
        Assert.Equal(old, Computed("127.0.0.1", "before"));
    }

    [Fact]
    public async Task Run_SecretsCanNotBeRead_Is503AndNothingIsTaken()
    {
        _secrets.Failure = new StorageUnavailableException("Scripted.");
        await using var app = await StartAppAsync(configure: Share);
        var taken = Submissions.Submitted.Count;

        var reply = await SendAsync(app, "k");

        reply.AssertProblem(System.Net.HttpStatusCode.ServiceUnavailable);
        Assert.Equal(taken, Submissions.Submitted.Count);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await app.PostAsync("/run", Hello)).Status);
    }

    [Fact]
    public async Task FindAsync_SecretIsNew_IsUsedOnceAllGatewaysKnowIt()
    {
        var ids = Ids();
        var old = (await FindAsync(ids)).Id;
        _secrets.Secrets = [FakeSecrets.New(_time.GetUtcNow()), .. _secrets.Secrets];
        var next = Key.JobId("c", [.. _secrets.Secrets[0].Value]);

        _time.Advance(UntilUse / 2);
        var early = await FindAsync(ids);
        _time.Advance(UntilUse / 2);
        var late = await FindAsync(ids);

        Assert.Equal((old, next), (early.Id, late.Id));
        Assert.Contains(next, early.Earlier);
        Assert.Equal([old], late.Earlier);
    }

    [Fact]
    public async Task FindAsync_RetentionAfterARotation_ForgetsTheReplaced()
    {
        _secrets.Secrets = [FakeSecrets.New(_time.GetUtcNow()), .. _secrets.Secrets];
        var ids = Ids();
        _time.Advance(new RetentionOptions().Period);
        Assert.Single((await FindAsync(ids)).Earlier);

        _time.Advance(TimeSpan.FromDays(1) + UntilUse);

        Assert.Empty((await FindAsync(ids)).Earlier);
    }

    [Fact]
    public async Task FindAsync_ConfiguredSecret_MakesTheIdAndTheOthersFind()
    {
        var (first, second) = (new string('a', 32), new string('b', 32));
        var ids = Ids(options =>
        {
            options.Idempotency.Secrets.Add(first);
            options.Idempotency.Secrets.Add(second);
        });

        var found = await FindAsync(ids);

        Assert.Equal(Key.JobId("c", Encoding.UTF8.GetBytes(first)), found.Id);
        Assert.Equal([Key.JobId("c", Encoding.UTF8.GetBytes(second)), Key.JobId("c", [.. _secrets.Secrets[0].Value])], found.Earlier);
    }

    [Fact]
    public async Task FindAsync_StoreIsAwayLater_GoesOnWithWhatIsKnown()
    {
        var ids = Ids();
        var before = await FindAsync(ids);
        _secrets.Failure = new StorageUnavailableException("Scripted.");
        _time.Advance(UntilUse);

        Assert.Equal(before.Id, (await FindAsync(ids)).Id);
    }

    [Fact]
    public async Task FindAsync_RotateBefore_IsAskedForOnceItHasCome()
    {
        var moment = _time.GetUtcNow() + UntilUse;
        var ids = Ids(options => options.Idempotency.RotateBefore = moment);
        await FindAsync(ids);
        Assert.Null(_secrets.AskedNotBefore);

        _time.Advance(UntilUse);
        await FindAsync(ids);

        Assert.Equal(moment, _secrets.AskedNotBefore);
    }

    [Fact]
    public async Task Start_ShortSecret_NamesTheSettingAndNotTheSecret()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAppAsync(new() { ["Gateway:Idempotency:Secrets:0"] = "too-short" }));

        Assert.Contains("Gateway:Idempotency:Secrets", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IdempotencyCandidates> FindAsync(IdempotencyIds ids) => ids.FindAsync(Key, "c", default);

    /// <summary>What an outsider who has read the source of an earlier version computes.</summary>
    private static Guid Computed(string client, string key)
    {
        var name = Encoding.UTF8.GetBytes(client);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
        var hash = SHA256.HashData([.. length, .. name, .. Encoding.ASCII.GetBytes(key)]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static async Task<Guid> RunAsync(GatewayApp app, string key) => (await SendAsync(app, key)).Json.GetProperty("jobId").GetGuid();

    private static Task<Reply> SendAsync(GatewayApp app, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new StringContent(Hello, null, "application/json") };
        request.Headers.Add(IdempotencyKey.Name, key);
        return app.SendAsync(request);
    }

    private void Share(IServiceCollection services) => services.AddSingleton<ISecretStore>(_secrets);

    public void Dispose() => _made.ForEach(static ids => ids.Dispose());

    private IdempotencyIds Ids(Action<GatewayOptions>? configure = null)
    {
        var options = new GatewayOptions();
        configure?.Invoke(options);
        var ids = new IdempotencyIds(
            _secrets,
            Microsoft.Extensions.Options.Options.Create(options),
            Microsoft.Extensions.Options.Options.Create(new RetentionOptions()),
            _time,
            NullLogger<IdempotencyIds>.Instance);
        _made.Add(ids);
        return ids;
    }
}

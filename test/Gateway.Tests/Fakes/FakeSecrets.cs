using System.Collections.Immutable;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>Secrets as several gateways share them. Tests add newer ones at the front.</summary>
internal sealed class FakeSecrets : ISecretStore
{
    public ImmutableArray<SharedSecret> Secrets { get; set; } = [New(DateTimeOffset.UnixEpoch)];

    public Exception? Failure { get; set; }

    public DateTimeOffset? AskedNotBefore { get; private set; }

    public static SharedSecret New(DateTimeOffset madeAt) => new(madeAt, [.. Guid.NewGuid().ToByteArray(), .. Guid.NewGuid().ToByteArray()]);

    public Task<ImmutableArray<SharedSecret>> ReadAsync(DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        AskedNotBefore = notBefore;
        return Failure is { } failure ? Task.FromException<ImmutableArray<SharedSecret>>(failure) : Task.FromResult(Secrets);
    }
}

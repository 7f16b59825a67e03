using CodeRunner.EndToEnd.Tests.Attacks;

namespace CodeRunner.EndToEnd.Tests.Hosting;

/// <summary>One server that most tests share, with secrets planted around it that no program may ever see.</summary>
public class EngineFixture : IAsyncLifetime
{
    /// <summary>
    /// Compilers in the background would look like what an attack left behind, and slow the jobs that are timed. What was asked for that often
    /// is never reached; the folder is shared with the sandboxes all the same.
    /// </summary>
    private const string NoPreambles = "--Compile:Preambles:IdleUses=1000000";

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private ServerProcess? _server;
    private Plants? _plants;
    private AttackRunner? _attacks;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    internal CodeRunnerClient Client => Server.Client;

    internal HttpClient Http => Server.Http;

    internal Plants Plants => _plants ?? throw new InvalidOperationException("Not started.");

    internal AttackRunner Attacks => _attacks ??= new AttackRunner(this);

    /// <summary>Which kind of sandbox it has, and whatever else makes it different.</summary>
    protected virtual string[] Arguments => ["--Sandbox:Kind=native"];

    /// <summary>The folder that the data folder lies in.</summary>
    internal string Folder => _folder.Path;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _plants = Plants.Set(_folder.Path);
        _server = await ServerProcess.StartAsync(_folder.Combine("data"), _plants.ServerEnvironment, [NoPreambles, .. Arguments]);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _plants?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>Tests that share the server of <see cref="EngineFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class EngineTests : ICollectionFixture<EngineFixture>
{
    /// <summary>What test classes name it by.</summary>
    public const string Name = "engine";
}

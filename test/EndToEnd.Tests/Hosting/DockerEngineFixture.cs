namespace CodeRunner.EndToEnd.Tests.Hosting;

/// <summary>The same with Docker sandboxes. Needs an engine with the image: <c>script/docker-engine start</c>.</summary>
public sealed class DockerEngineFixture : EngineFixture
{
    /// <summary>A control group of its own tells its containers from all others.</summary>
    internal static string[] DockerArguments { get; } =
        ["--Sandbox:Kind=docker", $"{ServerProcess.CgroupParentArgument}/coderunner-test-{Environment.ProcessId}"];

    /// <inheritdoc/>
    protected override string[] Arguments => DockerArguments;
}

/// <summary>Tests that share the server of <see cref="DockerEngineFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class DockerEngineTests : ICollectionFixture<DockerEngineFixture>
{
    /// <summary>What test classes name it by.</summary>
    public const string Name = "engine with Docker";
}

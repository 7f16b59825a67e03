using CodeRunner.Sandbox.Tests.Kinds;

namespace CodeRunner.Sandbox.Tests.Docker;

/// <summary>Real Docker sandboxes. Needs an engine (<c>DOCKER_HOST</c>, or the usual socket) with the image; <c>script/docker-engine start</c> gives both.</summary>
public sealed class DockerFixture() : KindFixture(("Sandbox:Kind", "docker"));

/// <summary>One at a time: they measure times and count processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DockerCollection : ICollectionFixture<DockerFixture>
{
    public const string Name = "docker sandbox";
}

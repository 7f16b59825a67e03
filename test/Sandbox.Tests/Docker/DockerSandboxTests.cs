using CodeRunner.Sandbox.Tests.Kinds;

namespace CodeRunner.Sandbox.Tests.Docker;

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxRunTests(DockerFixture fixture) : SandboxRunTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxFilesTests(DockerFixture fixture) : SandboxFilesTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxLifeTests(DockerFixture fixture) : SandboxLifeTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxStdinTests(DockerFixture fixture) : SandboxStdinTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxOverloadTests(DockerFixture fixture) : SandboxOverloadTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxOwnCopiesTests(DockerFixture fixture) : SandboxOwnCopiesTests(fixture);

[Collection(DockerCollection.Name)]
public sealed class DockerSandboxMaskTests(DockerFixture fixture) : SandboxMaskTests(fixture);

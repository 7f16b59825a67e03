using CodeRunner.Sandbox.Tests.Kinds;

namespace CodeRunner.Sandbox.Tests.Native;

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxRunTests(NativeFixture fixture) : SandboxRunTests(fixture);

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxFilesTests(NativeFixture fixture) : SandboxFilesTests(fixture);

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxStdinTests(NativeFixture fixture) : SandboxStdinTests(fixture);

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxOverloadTests(NativeFixture fixture) : SandboxOverloadTests(fixture);

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxOwnCopiesTests(NativeFixture fixture) : SandboxOwnCopiesTests(fixture);

[Collection(NativeCollection.Name)]
public sealed class NativeSandboxMaskTests(NativeFixture fixture) : SandboxMaskTests(fixture);

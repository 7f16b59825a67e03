using CodeRunner.Sandbox.Tests.Kinds;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>Real native sandboxes. Needs root and bubblewrap, which <c>script/setup</c> installs.</summary>
public sealed class NativeFixture() : KindFixture(("Sandbox:Kind", "native"), ("Compile:Preambles:Enabled", "false"));

/// <summary>One at a time: they measure times and count processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeCollection : ICollectionFixture<NativeFixture>
{
    public const string Name = "native sandbox";
}

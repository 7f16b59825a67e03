using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.GrainReferences;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.TypeSystem;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>What silos say to each other and of themselves, without any of them running.</summary>
internal sealed class Wire : IDisposable
{
    private readonly IHost _host;

    public Wire()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());
        _host = builder.Build();
    }

    /// <summary>All that is ours beside these tests: whatever is moved among these, or into a new one, is still found.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "CodeRunner.*.dll").Order(StringComparer.Ordinal)
            .Where(static file => !file.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Select(static file => Assembly.Load(AssemblyName.GetAssemblyName(file))),
    ];

    /// <summary>The grain interfaces and observers.</summary>
    public static IReadOnlyList<Type> Interfaces { get; } =
        [.. Types.Where(static type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))];

    /// <summary>The grains.</summary>
    public static IReadOnlyList<Type> Grains { get; } =
        [.. Types.Where(static type => type is { IsClass: true, IsAbstract: false } && typeof(IGrain).IsAssignableFrom(type) && !IsGenerated(type))];

    /// <summary>What is serialised: arguments, results and states.</summary>
    public static IReadOnlyList<Type> Records { get; } =
        [.. Types.Where(static type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    /// <summary>The messages that carry calls.</summary>
    public static IReadOnlyList<Type> Calls { get; } =
        [.. Types.Where(static type => typeof(IInvokable).IsAssignableFrom(type) && type is { IsAbstract: false, ContainsGenericParameters: false })];

    public Serializer Serializer => Get<Serializer>();

    /// <summary>What this silo tells the others that it has.</summary>
    public GrainManifest Manifest => Get<IClusterManifestProvider>().LocalGrainManifest;

    private static IEnumerable<Type> Types => Assemblies.SelectMany(static assembly => assembly.GetTypes());

    /// <summary>What a message calls the type.</summary>
    public string NameOf(Type type) => Get<TypeConverter>().Format(type);

    /// <summary>A reference to an observer, as one that a silo hands out.</summary>
    public object Observer(Type type) => Get<GrainReferenceActivator>().CreateReference(
        GrainId.Create("sys.client", "observer"), Get<GrainInterfaceTypeResolver>().GetGrainInterfaceType(type));

    public void Dispose() => _host.Dispose();

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}

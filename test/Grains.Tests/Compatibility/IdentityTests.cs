using System.Reflection;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>
/// What silos of two versions, and stored rows, know the code's things by is written in attributes and in <c>Samples</c>, so that types can be
/// moved and renamed. See docs/adr/0022 and 0073.
/// </summary>
public sealed class IdentityTests : IDisposable
{
    private readonly Wire _wire = new();

    [Fact]
    public void Identities_OfAll_AreThoseThatWereRecorded() => Recorded.Same("identities.txt", Identities.Write(_wire));

    [Fact]
    public void Messages_OfAllKinds_AreWrittenAsTheyWereRecorded() => Recorded.Same("messages.txt", WireSamples.Format(WireSamples.Write(_wire)));

    [Fact]
    public void Messages_ThatWereRecorded_AreReadWhole() =>
        Recorded.Same("messages.txt", WireSamples.Format(WireSamples.ReadAndWrite(_wire, Recorded.Text("messages.txt"))));

    [Fact]
    public void Interfaces_Everywhere_SayWhatTheyAreCalled()
    {
        Say<GrainInterfaceTypeAttribute>(Wire.Interfaces);
        Say<AliasAttribute>(Wire.Interfaces);
        Say<AliasAttribute>(Wire.Interfaces.SelectMany(static type => type.GetMethods()));
    }

    [Fact]
    public void Grains_Everywhere_SayWhatTheyAreCalled() => Say<GrainTypeAttribute>(Wire.Grains);

    [Fact]
    public void Records_Everywhere_SayWhatTheyAndTheirMembersAreCalled()
    {
        Say<AliasAttribute>(Wire.Records);
        Say<IdAttribute>(Wire.Records.Where(static type => !type.IsEnum).SelectMany(Members.Of).Select(static member => member.Member));
    }

    /// <summary>What is ours and goes along with a call has an identity, however deep it is in it.</summary>
    [Fact]
    public void Everything_ThatACallOrAStateCarries_IsARecordOrAnInterface()
    {
        var carried = Wire.Interfaces.SelectMany(static type => type.GetMethods())
            .SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType))
            .Concat(Wire.Records.Where(static type => !type.IsEnum).SelectMany(Members.Of).Select(static member => member.Field.FieldType));

        Assert.All(carried.SelectMany(Parts).Where(static part => Wire.Assemblies.Contains(part.Assembly)).Distinct(), static part =>
            Assert.True(Wire.Records.Contains(part) || Wire.Interfaces.Contains(part), $"{part} is carried and says no identity."));
    }

    public void Dispose() => _wire.Dispose();

    private static void Say<T>(IEnumerable<MemberInfo> members)
        where T : Attribute
    {
        var all = members.ToList();
        Assert.NotEmpty(all);
        Assert.All(all, static member =>
            Assert.True(member.IsDefined(typeof(T), inherit: false), $"{member.DeclaringType} {member} has no {typeof(T).Name}."));
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GenericTypeArguments.SelectMany(Parts) : type.HasElementType ? Parts(type.GetElementType()!) : [type];
}

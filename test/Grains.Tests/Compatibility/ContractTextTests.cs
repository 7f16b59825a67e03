using System.Reflection;
using System.Runtime.CompilerServices;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>Orleans writes the arguments and results of calls that fail into its warnings: what the records there say of themselves is no user's.</summary>
public sealed class ContractTextTests
{
    private const string Secret = "a user's secret";

    /// <summary>What a record has of a user's that is not bytes.</summary>
    private static readonly HashSet<string> _private =
    [
        nameof(SubmissionRequest.Client), nameof(TestCase.Name), nameof(SubmittedFile.Path), nameof(TestResult.Message), nameof(SubmissionRequest.TraceParent),
    ];

    private static readonly Blob _blob = Blob.FromText(Secret);

    public static TheoryData<Type> Records { get; } =
    [
        .. typeof(SubmissionRequest).Assembly.GetTypes().Where(static type =>
            type is { IsAbstract: false, IsClass: true } && type.GetMethod("<Clone>$") is not null
            && type.Namespace?.StartsWith(typeof(SubmissionRequest).Namespace!, StringComparison.Ordinal) == true),
        typeof(QueueEntry),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_says_nothing_of_what_a_user_gave_it(Type type)
    {
        var text = Fill(type).ToString();

        Assert.NotNull(text);
        Assert.NotEmpty(text);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_says_how_large_it_is() =>
        Assert.Equal($"SubmissionRequest in cpp: {Secret.Length} bytes, 0 files, 1 tests", Request().ToString());

    private static object Fill(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(static property => property.CanWrite))
            if (ValueOf(property) is { } value)
                property.SetValue(record, value);
        return record;
    }

    /// <summary>A secret wherever one fits; null where nothing of a user's does.</summary>
    private static object? ValueOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(Blob) ? _blob
            : type == typeof(string) ? _private.Contains(property.Name) ? Secret : "cpp"
            : type.IsGenericType ? Activator.CreateInstance(type) is { } array ? array.GetType().GetField("Empty")?.GetValue(null) : null
            : type.Namespace == typeof(SubmissionRequest).Namespace && type is { IsClass: true, IsAbstract: false } ? Fill(type)
            : null;
    }

    private static SubmissionRequest Request() => (SubmissionRequest)Fill(typeof(SubmissionRequest)) with
    {
        Files = [],
        Tests = [new TestCase("1", _blob, null)],
    };
}

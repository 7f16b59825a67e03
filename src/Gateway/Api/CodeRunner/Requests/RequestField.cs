using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Reads a field's value into the object that it belongs to.</summary>
internal delegate T FieldReader<T>(T target, ref StrictJsonReader json, LimitsOptions limits);

/// <summary>
/// A field of an object in a request, with all that there is to know of it: how it is read, what it may be, and what the API's
/// description says.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="Read">Reads its value; says what is wrong with its type.</param>
internal sealed record RequestField<T>(string Name, FieldReader<T> Read)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is taken and not offered: answers have it, and come back as requests.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Says what is wrong with its value. It changes nothing.</summary>
    public Action<T, RequestCheck>? Check { get; init; }

    /// <summary>Puts what it may be into its schema, or makes another one.</summary>
    public Func<IOpenApiSchema, LimitsOptions, IOpenApiSchema>? Describe { get; init; }

    /// <summary>What its description says of the settings, beside what is true of every server.</summary>
    public Func<LimitsOptions, string>? Note { get; init; }
}

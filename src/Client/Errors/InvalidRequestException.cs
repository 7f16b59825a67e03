using System.Net;

namespace CodeRunner.Client;

/// <summary>The request is wrong, and stays so however often it is sent. Nothing was changed.</summary>
public sealed class InvalidRequestException(string message, HttpStatusCode status, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors)
    : CodeRunnerException(message, status)
{
    /// <summary>What is wrong with which field, for example <c>files[1].name</c>; empty where it is no field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => errors ?? new Dictionary<string, IReadOnlyList<string>>();
}

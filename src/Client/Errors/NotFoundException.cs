using System.Net;

namespace CodeRunner.Client;

/// <summary>There is no such job, or its time is over.</summary>
public sealed class NotFoundException(string message) : CodeRunnerException(message, HttpStatusCode.NotFound);

using System.Net;

namespace CodeRunner.Client;

/// <summary>There was no answer, or not all of one. What was asked for may have been done.</summary>
public sealed class EngineUnreachableException(string message, Exception? cause = null, HttpStatusCode? status = null)
    : CodeRunnerException(message, status, cause);

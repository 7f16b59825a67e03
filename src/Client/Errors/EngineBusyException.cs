using System.Net;

namespace CodeRunner.Client;

/// <summary>The server takes nothing now: this client has its share (429), or the engine is full or not there (503). Nothing was stored.</summary>
public sealed class EngineBusyException(string message, HttpStatusCode status, TimeSpan? retryAfter) : CodeRunnerException(message, status)
{
    /// <summary>When the server wants to be asked again; null where it doesn't say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

using System.Net;

namespace CodeRunner.Client;

/// <summary>The server requires an API key, and doesn't know the one it was given.</summary>
public sealed class UnauthorizedException(string message) : CodeRunnerException(message, HttpStatusCode.Unauthorized);

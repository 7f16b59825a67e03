using System.Net.Sockets;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Tells apart the ways not to reach an engine, as each wants something else done.</summary>
internal static class DockerTrouble
{
    private const string SocketScheme = "unix";

    /// <summary>What is wrong and what to do; null when the engine was reached, or it can't be told.</summary>
    public static string? Explain(string endpoint, Exception exception)
    {
        var socket = Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme == SocketScheme ? address.LocalPath : null;
        return ErrorOf(exception) switch
        {
            SocketError.AccessDenied when socket is not null =>
                $"The Docker engine's socket {socket} may not be opened by this user ({Environment.UserName}): add the user to the socket's group " +
                $"(usermod -aG docker {Environment.UserName}, then log in again), start the server as root, or name another engine (Sandbox:Docker:Endpoint or DOCKER_HOST).",
            // The kernel's word for a socket that is not there is none of these; a file's absence tells.
            not null when socket is not null && !File.Exists(socket) =>
                $"There is no Docker engine: no socket {socket}. Install or start one, or name another (Sandbox:Docker:Endpoint or DOCKER_HOST).",
            SocketError.ConnectionRefused =>
                $"No Docker engine listens at {endpoint}. Start it, or name another (Sandbox:Docker:Endpoint or DOCKER_HOST).",
            _ => null,
        };
    }

    private static SocketError? ErrorOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException failure)
                return failure.SocketErrorCode;
        }

        return null;
    }
}

using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using Newtonsoft.Json;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// The engine's calls that are needed, each within a deadline. Whatever goes wrong in one is a <see cref="SandboxUnavailableException"/>:
/// none of them depends on what is submitted.
/// </summary>
internal sealed class DockerEngine(DockerOptions options, TimeProvider time) : IDisposable
{
    private const string DefaultEndpoint = "unix:///var/run/docker.sock";
    private const string EndpointVariable = "DOCKER_HOST";

    private readonly DockerClientConfiguration _configuration = new(new Uri(EndpointOf(options)), defaultTimeout: Timeout.InfiniteTimeSpan);
    private DockerClient? _client;

    /// <summary>Its address.</summary>
    public string Endpoint => EndpointOf(options);

    private DockerClient Client => _client ??= _configuration.CreateClient();

    public Task PingAsync(CancellationToken cancellationToken) =>
        CallAsync("answer", options.PingTimeout, token => Client.System.PingAsync(token), cancellationToken);

    public Task<SystemInfoResponse> InfoAsync(CancellationToken cancellationToken) =>
        CallAsync("describe itself", options.CallTimeout, token => Client.System.GetSystemInfoAsync(token), cancellationToken);

    /// <summary>The id of a local image.</summary>
    /// <exception cref="SandboxUnavailableException">There is no such image; the message says how to make it.</exception>
    public async Task<string> FindImageAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return (await CallAsync("look for the image", options.CallTimeout, token => Client.Images.InspectImageAsync(image, token), cancellationToken)).ID;
        }
        catch (SandboxUnavailableException exception) when (exception.InnerException is DockerImageNotFoundException)
        {
            throw new SandboxUnavailableException(
                $"The Docker engine at {Endpoint} has no image {image} (Sandbox:Docker:Image). Build it with deploy/build-images, or pull it.", exception.InnerException);
        }
    }

    /// <summary>Where a volume's files are on the engine's machine.</summary>
    /// <exception cref="SandboxUnavailableException">There is no such volume.</exception>
    public async Task<string> FindVolumeAsync(string volume, CancellationToken cancellationToken) =>
        (await CallAsync("look for the volume", options.CallTimeout, token => Client.Volumes.InspectAsync(volume, token), cancellationToken)).Mountpoint;

    public async Task<string> CreateAsync(CreateContainerParameters parameters, CancellationToken cancellationToken) =>
        (await CallAsync("create a container", options.CallTimeout, token => Client.Containers.CreateContainerAsync(parameters, token), cancellationToken)).ID;

    public Task<MultiplexedStream> AttachAsync(string container, CancellationToken cancellationToken)
    {
        var streams = new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true };
        return CallAsync("attach to a container", options.CallTimeout, token => Client.Containers.AttachContainerAsync(container, tty: false, streams, token), cancellationToken);
    }

    public Task StartAsync(string container, CancellationToken cancellationToken) =>
        CallAsync("start a container", options.CallTimeout, token => Client.Containers.StartContainerAsync(container, new(), token), cancellationToken);

    public Task UpdateAsync(string container, ContainerUpdateParameters limits, CancellationToken cancellationToken) =>
        CallAsync("set a container's limits", options.CallTimeout, token => Client.Containers.UpdateContainerAsync(container, limits, token), cancellationToken);

    /// <summary>Kills and removes a container by id or name. Not an error when it is gone, or about to be.</summary>
    public async Task RemoveAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var force = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
            await CallAsync("remove a container", options.CallTimeout, token => Client.Containers.RemoveContainerAsync(container, force, token), cancellationToken);
        }
        catch (SandboxUnavailableException exception) when (exception.InnerException is DockerApiException { StatusCode: System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict })
        {
            // Somebody else was faster.
        }
    }

    /// <summary>All containers with these labels, in whichever state.</summary>
    public async Task<IList<ContainerListResponse>> ListAsync(IEnumerable<string> labels, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = Filters("label", labels) };
        return await CallAsync("list containers", options.CallTimeout, token => Client.Containers.ListContainersAsync(parameters, token), cancellationToken);
    }

    /// <summary>Tells of the ends of containers with these labels until the engine goes away, or <paramref name="cancellationToken"/> ends it.</summary>
    public async Task WatchAsync(IEnumerable<string> labels, Action<Message> onEvent, CancellationToken cancellationToken)
    {
        var filters = Filters("label", labels);
        filters["event"] = new Dictionary<string, bool> { ["oom"] = true, ["die"] = true, ["destroy"] = true };
        try
        {
            await Client.System.MonitorEventsAsync(new ContainerEventsParameters { Filters = filters }, new Listener(onEvent), cancellationToken);
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Unavailable("tell what happens", exception);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _configuration.Dispose();
    }

    private static string EndpointOf(DockerOptions options) =>
        options.Endpoint.Length > 0 ? options.Endpoint : Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } host ? host : DefaultEndpoint;

    private static Dictionary<string, IDictionary<string, bool>> Filters(string name, IEnumerable<string> values) =>
        new() { [name] = values.ToDictionary(static value => value, static _ => true) };

    private Task<object?> CallAsync(string what, TimeSpan deadline, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        CallAsync<object?>(
            what,
            deadline,
            async token =>
            {
                await call(token);
                return null;
            },
            cancellationToken);

    private async Task<T> CallAsync<T>(string what, TimeSpan deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // Waited for from outside too: not every step of a call looks at its token.
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxUnavailableException($"The Docker engine at {Endpoint} did not {what} within {deadline.TotalSeconds:0.###} s.", exception);
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(what, exception);
        }
    }

    private SandboxUnavailableException Unavailable(string what, Exception exception) =>
        new(DockerTrouble.Explain(Endpoint, exception) ?? $"The Docker engine at {Endpoint} can't {what}: {exception.Message.Trim()}", exception);

    private static bool IsFailure(Exception exception) =>
        exception is DockerApiException or HttpRequestException or IOException or SocketException or TimeoutException or JsonException or ObjectDisposedException or InvalidOperationException;

    private sealed class Listener(Action<Message> onEvent) : IProgress<Message>
    {
        public void Report(Message value) => onEvent(value);
    }
}

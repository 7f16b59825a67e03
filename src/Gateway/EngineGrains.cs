namespace CodeRunner.Gateway;

/// <summary>
/// The grains as the gateway reaches them. Before it has found the first silo, and when it stops, Orleans has no grains to give, and says so with
/// exceptions that could be anybody's fault (there is no implementation of this interface, the client is disposed). Here they become what they mean.
/// </summary>
internal sealed class EngineGrains(IGrainFactory grains)
{
    /// <summary>A submission.</summary>
    /// <exception cref="EngineAwayException">There is no connection to the engine.</exception>
    public T Get<T>(Guid key)
        where T : IGrainWithGuidKey => Reach(() => grains.GetGrain<T>(key));

    /// <summary>A grain with a number.</summary>
    /// <exception cref="EngineAwayException">There is no connection to the engine.</exception>
    public T Get<T>(long key)
        where T : IGrainWithIntegerKey => Reach(() => grains.GetGrain<T>(key));

    private static T Reach<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new EngineAwayException("There is no connection to the engine.", exception);
        }
    }
}

/// <summary>The gateway has no connection to the engine yet, or no longer.</summary>
internal sealed class EngineAwayException(string message, Exception innerException) : OrleansException(message, innerException);

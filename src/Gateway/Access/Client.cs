namespace CodeRunner.Gateway.Access;

/// <summary>Whose request it is.</summary>
/// <param name="Name">What tells it from others: the name of its API key, else its address (of IPv6: its network).</param>
/// <param name="HasKey">Whether it showed a known API key.</param>
internal sealed record Client(string Name, bool HasKey)
{
    /// <summary>Gives endpoints theirs as a parameter.</summary>
    public static ValueTask<Client?> BindAsync(HttpContext http) =>
        ValueTask.FromResult<Client?>(http.RequestServices.GetRequiredService<ClientIdentity>().Find(http));
}

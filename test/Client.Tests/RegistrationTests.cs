using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Client.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task AddCodeRunnerClient_Settings_AreTheClients()
    {
        var server = new FakeServer().Answer(HttpStatusCode.OK, "[]");
        var services = new ServiceCollection();
        services.AddCodeRunnerClient(static options => (options.Address, options.ApiKey) = (new Uri("http://server:81/"), "k"))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<CodeRunnerClient>().GetLanguagesAsync();

        Assert.Equal(("GET /languages", "k"), (server.Requests[0].Line, server.Requests[0].Headers["X-API-Key"]));
    }

    [Fact]
    public async Task AddCodeRunnerClient_NoAddress_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddCodeRunnerClient(static _ => { });
        await using var provider = services.BuildServiceProvider();

        Assert.Contains("Address", Assert.Throws<ArgumentException>(provider.GetRequiredService<CodeRunnerClient>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WhatCannotBe_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://server") };

        Assert.Throws<ArgumentOutOfRangeException>(() => new CodeRunnerClient(http, new() { Retries = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CodeRunnerClient(http, new() { LongPoll = TimeSpan.FromSeconds(100) }));
        Assert.Throws<ArgumentException>(() => new CodeRunnerClient(http, new() { Address = new Uri("/run", UriKind.Relative) }));
    }
}

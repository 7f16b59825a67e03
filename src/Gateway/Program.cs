using CodeRunner.Gateway;
using CodeRunner.Gateway.Hosting;
using CodeRunner.Gateway.Options;
using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddSecretFiles();
builder.AddServiceDefaults();
if (builder.Configuration.IsClustered())
    builder.AddCodeRunnerClient();
else
{
    builder.AddCodeRunnerSilo();

    // In one process there is no other way.
    builder.Services.PostConfigure<GatewayOptions>(static options => options.DetourAfter = options.CallTimeout);
}

builder.Services.AddGateway();
builder.Services.AddLanguageDirectory();
builder.Services.AddHostedService<Banner>();

var app = builder.Build();
app.MapGateway();
app.MapMetrics();
return await app.RunToEndAsync();

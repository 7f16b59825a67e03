using CodeRunner.Gateway;
using CodeRunner.Gateway.Hosting;
using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCodeRunnerSilo();
builder.Services.AddGateway();
builder.AddBanner();

var app = builder.Build();
app.MapGateway();
app.MapMetrics();
return await app.RunToEndAsync();

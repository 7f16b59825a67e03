using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Health;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo;
using CodeRunner.Silo.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddSecretFiles();
builder.AddServiceDefaults();
builder.AddCodeRunnerSilo();

var app = builder.Build();
app.MapHealthEndpoints().MapMetrics();
return await app.RunToEndAsync();

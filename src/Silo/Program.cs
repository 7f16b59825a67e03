using CodeRunner.Silo;
using CodeRunner.Silo.Hosting;
using CodeRunner.Silo.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddSecretFiles();
builder.AddCodeRunnerSilo();

var app = builder.Build();
app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = static _ => false });
app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(StorageExtensions.ReadyTag) });
return await app.RunToEndAsync();

using CodeRunner.Gateway;
using CodeRunner.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddCodeRunnerSilo();
builder.Services.AddGateway();

var app = builder.Build();
app.MapGateway();
await app.RunAsync();

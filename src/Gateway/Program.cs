using CodeRunner.Gateway;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddGateway();

var app = builder.Build();
app.MapGateway();
await app.RunAsync();

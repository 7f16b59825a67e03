using CodeRunner.Gateway;
using CodeRunner.Gateway.Hosting;
using CodeRunner.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddCodeRunnerSilo();
builder.Services.AddGateway();
builder.AddBanner();

var app = builder.Build();
app.MapGateway();
return await app.RunToEndAsync();

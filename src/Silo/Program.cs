using CodeRunner.Silo;
using CodeRunner.Silo.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddCodeRunnerSilo();

var app = builder.Build();
return await app.RunToEndAsync();

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Gateway.Languages;

/// <summary>Without languages every request would be refused as if it were wrong.</summary>
internal sealed class LanguagesHealthCheck(ILanguageDirectory languages) : IHealthCheck
{
    /// <summary>The health check's name.</summary>
    public const string Name = "languages";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(languages.Languages.IsEmpty
            ? HealthCheckResult.Unhealthy("No silo has said yet which languages it has.")
            : HealthCheckResult.Healthy());
}

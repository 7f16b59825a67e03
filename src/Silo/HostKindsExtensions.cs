using Microsoft.Extensions.Options;

namespace CodeRunner.Silo;

/// <summary>Has the kinds checked at start.</summary>
internal static class HostKindsExtensions
{
    /// <summary>Adds the check, which comes before all that starts.</summary>
    public static IServiceCollection AddHostKinds(this IServiceCollection services)
    {
        services.AddOptions<Check>().ValidateOnStart();
        return services.AddSingleton<IValidateOptions<Check>, Validator>();
    }

    /// <summary>Nothing: what is checked was needed long before there are options.</summary>
    private sealed class Check;

    private sealed class Validator(IConfiguration configuration) : IValidateOptions<Check>
    {
        public ValidateOptionsResult Validate(string? name, Check options) =>
            HostKinds.Explain(configuration, out _) is { } mistake ? ValidateOptionsResult.Fail(mistake) : ValidateOptionsResult.Success;
    }
}

using CodeRunner.Grains;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeRunner.Gateway.Intake;

/// <summary>What every protocol takes programs in by.</summary>
internal static class IntakeExtensions
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddRetries();
        services.TryAddSingleton<ISubmissionIds, AnyIds>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IdempotencyIds>();
        services.AddSingleton<SubmissionClient>();
        services.AddSingleton<LongPoll>();
        services.AddSingleton<SubmissionIntake>();
        services.AddSingleton<SubmissionWatch>();
        return services;
    }
}

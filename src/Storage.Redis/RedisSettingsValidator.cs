using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Redis;

/// <summary>The rules that annotations can't say.</summary>
internal sealed class RedisSettingsValidator(IConfiguration configuration) : IValidateOptions<RedisSettings>
{
    public ValidateOptionsResult Validate(string? name, RedisSettings options)
    {
        var failures = Check(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(RedisSettings options)
    {
        if (options.CertificateAuthority is { } file && !File.Exists(file))
            yield return $"{RedisSettings.Section}:{nameof(options.CertificateAuthority)}: there is no file {file}.";
        if (RedisAddress.Explain(configuration.GetConnectionString(RedisSettings.ConnectionName)) is { } reason)
            yield return reason;
    }
}

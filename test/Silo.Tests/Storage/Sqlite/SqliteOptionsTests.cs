using CodeRunner.Grains.Storage;
using CodeRunner.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteOptionsTests
{
    [Theory]
    [InlineData("Storage:BusyTimeout", "-00:00:01")]
    [InlineData("Storage:BusyTimeout", "00:02:00")]
    [InlineData("Storage:MaximumSizeMiB", "0")]
    [InlineData("Storage:Readers", "0")]
    [InlineData("Storage:WriteQueueMiB", "0")]
    [InlineData("Storage:Durability", "7")]
    [InlineData("Retention:Period", "00:00:00")]
    [InlineData("Retention:Period", "-1.00:00:00")]
    [InlineData("Retention:Interval", "00:00:00")]
    [InlineData("Retention:BatchSize", "0")]
    public async Task Start_ValueOutOfRange_IsRefusedByName(string setting, string value)
    {
        await using var storage = new SqliteFixture(null, (setting, value));

        var refusal = Assert.Throws<OptionsValidationException>(() => storage.Get<IStartupValidator>().Validate());

        Assert.Contains(setting.Split(':')[1], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Defaults_AreValid()
    {
        await using var storage = new SqliteFixture();

        storage.Get<IStartupValidator>().Validate();

        Assert.Equal(Durability.Power, storage.Get<IOptions<SqliteOptions>>().Value.Durability);
        Assert.Equal(TimeSpan.FromHours(24), storage.Get<IOptions<RetentionOptions>>().Value.Period);
    }

    [Fact]
    public async Task Path_OfStorage_GoesBeforeTheDataFolderSetting()
    {
        var folder = Path.Combine(Path.GetTempPath(), "elsewhere");
        await using var storage = new SqliteFixture(null, ("Storage:Path", folder));

        Assert.Equal(folder, storage.Get<DataFolder>().Path);
    }

    [Fact]
    public void Path_NothingSet_IsInTheDataHome()
    {
        var dataHome = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        using var folder = new DataFolder(path: null);

        Assert.Equal(Path.Combine(dataHome, "coderunner"), folder.Path);
    }
}

using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

/// <summary>Many posts with large inputs, on the silo's own database.</summary>
public sealed class LargeInputStorageTests : IDisposable
{
    private const int Posts = 30;
    private const int InputBytes = 15 << 20;
    private const long UsedAfterwards = 4L << 20;

    // What the sweep leaves to the next writes (32 MiB), and what is used.
    private const long FileAfterwards = 40L << 20;

    // One after the other, each takes the pages that the one before it has freed; all of them together are 450 MiB.
    private const long FileMeanwhile = 100L << 20;

    private readonly string _folder = NewFolder();

    private string Database => Path.Combine(_folder, "coderunner.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Submit_ManyLargeInputs_LeaveNoPagesInUse()
    {
        using var host = await SiloHost.StartAsync(SiloHost.Build((DataFolder.Setting, _folder)));
        var input = new byte[InputBytes];
        Random.Shared.NextBytes(input);
        for (var post = 0; post < Posts; post++)
        {
            var submission = SiloHost.Submission(host, Guid.NewGuid());
            Assert.Null(await submission.SubmitAsync(SiloHost.Request() with { Tests = [new TestCase("1", new Blob(input), null)] }));
            var ended = await submission.WaitAsync(TimeSpan.FromSeconds(20));

            // Answered behind the executor's own report, and so after the removal.
            Assert.True(await submission.CompleteAsync(ended!.Result!));
            Assert.True((await submission.GetRequestAsync())!.ContentsRemoved);
        }

        var (pages, free, pageSize) = Pages();
        Assert.InRange((pages - free) * pageSize, 1, UsedAfterwards);
        Assert.InRange(pages * pageSize, 1, FileMeanwhile);
        Assert.InRange(new FileInfo(Database).Length + new FileInfo(Database + "-wal").Length, 1, FileMeanwhile);

        await host.Services.GetRequiredService<IRetention>().SweepAsync(default);
        Assert.InRange(new FileInfo(Database).Length, 1, FileAfterwards);
        await host.StopAsync();
    }

    private (long Pages, long Free, long PageSize) Pages()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return ((long)connection.Scalar("PRAGMA page_count")!, (long)connection.Scalar("PRAGMA freelist_count")!, (long)connection.Scalar("PRAGMA page_size")!);
    }
}

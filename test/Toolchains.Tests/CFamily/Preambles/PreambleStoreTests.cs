using System.Text;
using CodeRunner.Toolchains.CFamily.Preambles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Tests.CFamily.Preambles;

/// <summary>What is kept on disk of precompiled preambles.</summary>
public sealed class PreambleStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("coderunner-preambles-").FullName;
    private readonly PreambleOptions _options;
    private PreambleFolder _folder;
    private PreambleStore _store;

    public PreambleStoreTests()
    {
        _options = new PreambleOptions { Folder = _root, KeepFree = 0 };
        _folder = NewFolder();
        _store = NewStore();
    }

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task AddAsync_Preamble_CanBeReadButNotListedByOthers()
    {
        Assert.True(await AddAsync("aa", "bytes"));

        Assert.True(_store.TryUse("aa"));
        Assert.Equal("bytes", await File.ReadAllTextAsync(FileOf("aa")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(FileOf("aa")));
        Assert.Equal(PreambleFolder.Enter, File.GetUnixFileMode(_folder.Shared!));
        Assert.Equal(PreambleFolder.Enter, File.GetUnixFileMode(Path.GetDirectoryName(FileOf("aa"))!));
    }

    [Fact]
    public async Task AddAsync_NothingWritten_LeavesNothing()
    {
        Assert.False(await _store.AddAsync("aa", static _ => Task.FromResult(false)));

        Assert.False(_store.TryUse("aa"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Shared!));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Records!));
    }

    [Fact]
    public async Task AddAsync_DiskFails_IsNoError()
    {
        Assert.False(await _store.AddAsync("aa", static _ => throw new IOException("No space left on device")));

        Assert.False(_store.TryUse("aa"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Records!));
    }

    [Fact]
    public async Task AddAsync_DiskNearlyFull_WritesNothing()
    {
        _options.KeepFree = long.MaxValue;

        Assert.False(await _store.AddAsync("aa", static _ => throw new InvalidOperationException("must not be asked")));
    }

    [Fact]
    public async Task AddAsync_MoreThanFits_RemovesTheOneNotUsedForLongest()
    {
        _options.Bytes = 10;
        await AddAsync("aa", "12345");
        await AddAsync("bb", "12345");
        _store.TryUse("aa");

        await AddAsync("cc", "12345");

        Assert.True(_store.TryUse("aa"));
        Assert.False(_store.TryUse("bb"));
        Assert.False(File.Exists(FileOf("bb")));
        Assert.Equal(10, _store.Bytes);
    }

    [Fact]
    public async Task LoadAsync_AfterARestart_KnowsWhatIsWhole()
    {
        await AddAsync("aa", "whole");
        await AddAsync("bb", "flipped");
        await AddAsync("cc", "gone");
        File.SetUnixFileMode(FileOf("bb"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(FileOf("bb"), "flippeD");
        File.Delete(FileOf("cc"));
        Directory.CreateDirectory(Path.Combine(_folder.Shared!, "dd"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Records!, "ee.part"), "half");
        Restart();

        await _store.LoadAsync(CancellationToken.None);

        Assert.True(_store.TryUse("aa"));
        Assert.False(_store.TryUse("bb"));
        Assert.False(_store.TryUse("cc"));
        Assert.Equal([Path.GetDirectoryName(FileOf("aa"))!], Directory.GetFileSystemEntries(_folder.Shared!));
        Assert.Equal([Path.Combine(_folder.Records!, "aa")], Directory.GetFileSystemEntries(_folder.Records!));
    }

    [Fact]
    public void Folder_TwoServers_HaveOneEach()
    {
        using var other = NewFolder();

        Assert.NotEqual(_folder.Shared, other.Shared);
    }

    private PreambleFolder NewFolder() => new(Options.Create(_options), NullLogger<PreambleFolder>.Instance);

    private PreambleStore NewStore() => new(_folder, Options.Create(_options), NullLogger<PreambleStore>.Instance);

    private void Restart()
    {
        _folder.Dispose();
        _folder = NewFolder();
        _store = NewStore();
    }

    private string FileOf(string key) => Path.Combine(_folder.Shared!, key, PreambleSource.PrecompiledName); // The folder is there.

    private Task<bool> AddAsync(string key, string content) => _store.AddAsync(key, async target =>
    {
        await target.WriteAsync(Encoding.UTF8.GetBytes(content));
        return true;
    });
}

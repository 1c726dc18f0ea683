using System.Runtime.Versioning;
using Tandem.Learning.Native;

namespace Tandem.Learning.Tests.Native;

[UnsupportedOSPlatform("windows")]
public sealed class PatchedCopiesTests : IDisposable
{
    private static readonly byte[] content = [.. Enumerable.Range(0, 100_000).Select(number => (byte)number)];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_copy_lies_under_its_version_and_content()
    {
        var path = Store(content);

        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Matches(@"^1\.2\.3-[0-9a-f]{16}/libx\.so$", Path.GetRelativePath(folder.FullName, path));
        Assert.NotEqual(path, Store([1, 2, 3]));
    }

    [Fact]
    public void A_copy_that_is_there_is_left_alone()
    {
        var path = Store(content);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.Equal(path, Store(content));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_damaged_copy_is_replaced()
    {
        var path = Store(content);
        File.WriteAllBytes(path, content[..50]);

        Store(content);

        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public void Many_may_store_the_same_copy_at_once_and_leave_nothing_else()
    {
        Parallel.For(0, 32, _ => Assert.Equal(content, File.ReadAllBytes(Store(content))));

        Assert.Single(folder.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_fails()
    {
        var file = Path.Combine(folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.ThrowsAny<IOException>(() => PatchedCopies.Store(file, "libx.so", "1.2.3", content));
    }

    private string Store(byte[] bytes) => PatchedCopies.Store(folder.FullName, "libx.so", "1.2.3", bytes);
}

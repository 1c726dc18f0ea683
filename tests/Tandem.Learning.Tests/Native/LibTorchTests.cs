using Tandem.Learning.Native;
using TorchSharp;

namespace Tandem.Learning.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void A_torch_call_works_without_any_preparation()
    {
        using var sum = torch.arange(5).sum();

        Assert.Equal(10, sum.item<long>());
    }

    [Fact]
    public void The_probe_names_version_and_folder()
    {
        var status = LibTorch.Probe();

        Assert.Null(status.Failure);
        Assert.Equal("2.10.0", status.Version);
        Assert.True(Directory.Exists(status.Folder));
        Assert.True(status.Threads > 0);
    }
}

using Tandem.Learning.Native;
using TorchSharp;

namespace Tandem.Learning.Tests.Native;

public sealed class LibTorchTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_torch_call_works_without_any_preparation()
    {
        using var sum = torch.arange(5).sum();

        Assert.Equal(10, sum.item<long>());
    }

    [Fact]
    public void The_probe_names_versions_and_folder()
    {
        var status = LibTorch.Probe();

        Assert.Null(status.Failure);
        Assert.Equal(LibTorchFolders.LibTorchVersion, status.Version);
        Assert.Equal(LibTorchFolders.TorchSharpVersion, status.TorchSharpVersion);
        Assert.True(File.Exists(Path.Combine(status.Folder!, NativePlatform.FileName("torch_cpu"))));
        Assert.True(status.PatchedCopy is null || OperatingSystem.IsLinux());
        Assert.InRange(status.Threads, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void Only_one_libtorch_is_in_the_process()
    {
        LibTorch.Probe();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lists its mapped files");

        var mapped = File.ReadLines("/proc/self/maps").Where(line => line.Contains("libtorch_cpu.so", StringComparison.Ordinal));

        Assert.Single(mapped.Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct());
    }

    [Fact]
    public void The_versions_are_those_of_the_packages()
    {
        Assert.Equal("2.10.0", LibTorchFolders.LibTorchVersion);
        Assert.Equal("0.107.0", LibTorchFolders.TorchSharpVersion);
        Assert.Equal("0.107.0", typeof(torch).Assembly.GetName().Version!.ToString(3));
    }

    [Fact]
    public void The_processor_multiplies_bfloat16_where_the_system_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lists the processor's features");
        var flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));

        var expected = flags is not null && flags.Split(' ') is var names && (names.Contains("avx512_bf16") || names.Contains("amx_bf16"));

        Assert.Equal(expected, LibTorch.MultipliesBFloat16);
    }

    [Fact]
    public void A_missing_libtorch_is_one_sentence_with_the_folders_and_the_remedy()
    {
        Assert.SkipUnless(NativePlatform.IsSupported(NativePlatform.Runtime), "no libtorch for this system");

        var failure = Assert.Throws<DllNotFoundException>(() => Load("/nowhere", "/nowhere-else"));

        Assert.Equal("libtorch was not found in /nowhere: build the program again with access to its package source, "
            + "run its published output, or set TANDEM_LIBTORCH to a folder that holds libtorch 2.10.0", failure.Message);
    }

    [Fact]
    public void A_missing_TorchSharp_library_is_named()
    {
        Place("torch_cpu");

        var failure = Assert.Throws<DllNotFoundException>(() => Load(folder.FullName, "/nowhere"));

        Assert.StartsWith("TorchSharp's native library was not found in /nowhere: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_libtorch_is_named_with_its_folder()
    {
        Place("torch_cpu");
        Place("LibTorchSharp");
        Place("c10");

        var failure = Assert.Throws<DllNotFoundException>(() => Load(folder.FullName, folder.FullName));

        Assert.StartsWith($"libtorch in {folder.FullName} does not load: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_system_without_a_libtorch_is_told_which_have_one() =>
        Assert.Equal("libtorch 2.10.0 has no build for linux-musl-x64: use one of linux-x64, win-x64, win-arm64, osx-arm64",
            LibTorchLoader.NotFound("libtorch", ["/nowhere"], "linux-musl-x64"));

    private static void Load(string libTorch, string torchSharp) =>
        LibTorchLoader.Load(new LibTorchFolders { LibTorch = [libTorch], LibTorchSharp = [torchSharp] });

    private void Place(string library) =>
        File.WriteAllText(Path.Combine(folder.FullName, NativePlatform.FileName(library)), "not a library");
}

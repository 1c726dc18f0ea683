using System.IO.Compression;
using Tandem.Learning.Native;

namespace Tandem.Solution.Tests.Packaging;

public sealed class OutsideProgramTests(OutsideProgram program) : IClassFixture<OutsideProgram>
{
    [Fact]
    public async Task Its_first_line_may_be_a_torch_call()
    {
        var run = await program.RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("sum 10", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_build_copies_no_native_library()
    {
        var native = new DirectoryInfo(Path.GetDirectoryName(program.Executable)!)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase) && file.Name != "TorchSharp.dll");

        Assert.All(native, file => Assert.NotNull(file.LinkTarget));
    }

    [Fact]
    public async Task Several_started_at_once_with_an_empty_cache_all_run()
    {
        var cache = Path.Combine(program.Folder, "cache-for-several");

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => program.RunAsync(("XDG_CACHE_HOME", cache))));

        Assert.All(runs, run => Assert.StartsWith("sum 10", run.Output, StringComparison.Ordinal));
        if (Copy(runs[0]) is { Length: > 0 } copy)
            Assert.Equal([copy], Directory.GetFiles(cache, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_no_obstacle()
    {
        var cache = Path.Combine(program.Folder, "not-a-folder");
        File.WriteAllText(cache, "");

        var run = await program.RunAsync(("XDG_CACHE_HOME", cache));

        Assert.StartsWith("sum 10", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Copy(run)), "the temporary copy was left behind");
    }

    [Fact]
    public async Task Another_libtorch_in_the_library_path_is_not_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has LD_LIBRARY_PATH");
        var trap = Directory.CreateDirectory(Path.Combine(program.Folder, "trap")).FullName;
        foreach (var library in (string[])["libtorch.so", "libtorch_cpu.so", "libc10.so"])
            File.WriteAllText(Path.Combine(trap, library), "no library at all");

        var run = await program.RunAsync(("LD_LIBRARY_PATH", trap));

        Assert.StartsWith("sum 10", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_make_the_first_call_and_none_reaches_another_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has LD_LIBRARY_PATH and lists mapped files");
        var build = await Command.DotNetAsync(program.Folder, "build", "--no-restore", "-p:ManyThreads=true",
            "-p:OutputPath=threads/", "-p:IntermediateOutputPath=obj/threads/", "--tl:off", "-nologo");
        Assert.True(build.ExitCode == 0, build.Output);
        var trap = Directory.CreateDirectory(Path.Combine(program.Folder, "other")).FullName;
        File.Copy(Path.Combine(program.Folder, "threads", "libc10.so"), Path.Combine(trap, "libtorch_cpu.so"));

        var run = await program.RunAsync(Path.Combine(program.Folder, "threads", OutsideProgram.FileName), ("LD_LIBRARY_PATH", trap));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("libtorch_cpu.so", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(trap, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_libtorch_that_does_not_load_ends_in_one_clear_sentence()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file names are Linux's");
        var broken = Directory.CreateDirectory(Path.Combine(program.Folder, "broken")).FullName;
        foreach (var library in (string[])["libtorch.so", "libtorch_cpu.so", "libc10.so"])
            File.WriteAllText(Path.Combine(broken, library), "no library at all");

        var run = await program.RunAsync(("TANDEM_LIBTORCH", broken));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"libtorch in {broken} does not load: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Consider referencing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_it_needs_no_package_folder()
    {
        var published = Path.Combine(program.Folder, "published");
        var publish = await Command.DotNetAsync(program.Folder, "publish", "-c", "Debug", "-o", published, "--tl:off", "-nologo");
        Assert.True(publish.ExitCode == 0, publish.Output);

        var run = await program.RunAsync(
            Path.Combine(published, OutsideProgram.FileName), ("NUGET_PACKAGES", "/nowhere"), ("HOME", "/nowhere"));

        Assert.StartsWith("sum 10", run.Output, StringComparison.Ordinal);
        Assert.Contains($"folder {published}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_native_package_that_is_not_there_yet_is_restored_by_the_build()
    {
        var source = Directory.CreateDirectory(Path.Combine(program.Folder, "source")).FullName;
        PlaceNativePackage(source, version: "7.7.7");

        var build = await Command.DotNetAsync(program.Folder, "build", "--no-restore", "-p:TandemLibTorchVersion=7.7.7",
            $"-p:RestoreAdditionalProjectSources={source}", "-p:OutputPath=restored/", "-p:IntermediateOutputPath=obj/restored/",
            "--tl:off", "-nologo");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.True(Directory.Exists(Path.Combine(program.Folder, "packages", NativePackage, "7.7.7")));
    }

    [Fact]
    public async Task A_native_package_that_no_source_has_fails_the_build_by_name()
    {
        var build = await Command.DotNetAsync(
            program.Folder, "build", "--no-restore", "-p:TandemLibTorchVersion=9.9.9", "-p:OutputPath=bin/none/", "--tl:off", "-nologo");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("libtorch-cpu-", build.Output, StringComparison.Ordinal);
        Assert.Contains("9.9.9", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_backend_is_refused()
    {
        var build = await Command.DotNetAsync(program.Folder, "build", "--no-restore", "-p:TandemBackend=fpga", "--tl:off", "-nologo");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("TandemBackend 'fpga' is unknown: give cpu, cuda or none.", build.Output, StringComparison.Ordinal);
    }

    private static string NativePackage => $"libtorch-cpu-{NativePlatform.Runtime}";

    /// <summary>A package of the native package's name with one file in the place of its libraries.</summary>
    private static void PlaceNativePackage(string source, string version)
    {
        using var package = ZipFile.Open(Path.Combine(source, $"{NativePackage}.{version}.nupkg"), ZipArchiveMode.Create);
        Add($"{NativePackage}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{NativePackage}</id><version>{version}</version><authors>test</authors><description>test</description></metadata>
            </package>
            """);
        Add($"runtimes/{NativePlatform.Runtime}/native/{NativePlatform.FileName("torch_cpu")}", "no library at all");

        void Add(string file, string text)
        {
            using var writer = new StreamWriter(package.CreateEntry(file).Open());
            writer.Write(text);
        }
    }

    private static string Copy(Command.Result run) =>
        run.Output.Split('\n').Single(line => line.StartsWith("copy ", StringComparison.Ordinal))["copy ".Length..].Trim();
}

namespace Tandem.Solution.Tests.Packaging;

/// <summary>
/// A console program outside the repository that references Tandem.Learning from a folder feed. The packages under test go
/// to a folder of its own; all others come from the machine's.
/// </summary>
public sealed class OutsideProgram(PackedLibraries packages) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-outside-");

    /// <summary>What building it printed.</summary>
    public string BuildOutput { get; private set; } = "";

    /// <summary>The program's folder.</summary>
    public string Folder => folder.FullName;

    /// <summary>The built program.</summary>
    public string Executable => Path.Combine(Folder, "bin", "Debug", "net10.0", FileName);

    /// <summary>The program's file name on this system.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "Outside.exe" : "Outside";

    public async ValueTask InitializeAsync()
    {
        Write("Outside.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>disable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <AnalysisMode>All</AnalysisMode>
                <NoWarn>CA1852;CA1303;CA1307</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Tandem.Learning" Version="0.1.0" />
                <Compile Remove="bin/**;threads/**;restored/**" />
                <Compile Remove="ManyThreads.cs" Condition="'$(ManyThreads)' != 'true'" />
                <Compile Remove="Program.cs" Condition="'$(ManyThreads)' == 'true'" />
              </ItemGroup>
            </Project>
            """);
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="tandem" value="{packages.Feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("Program.cs", """
            using var sum = TorchSharp.torch.arange(5).sum();
            System.Console.WriteLine($"sum {sum.item<long>()}");
            var status = Tandem.Learning.Native.LibTorch.Probe();
            System.Console.WriteLine($"folder {status.Folder}");
            System.Console.WriteLine($"copy {status.PatchedCopy}");
            """);
        Write("ManyThreads.cs", """
            using System;
            using System.IO;
            using System.Linq;
            using System.Threading;

            using var gate = new ManualResetEventSlim();
            var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
            {
                gate.Wait();
                if (number % 2 == 0)
                    TorchSharp.torch.get_num_threads();
                else
                    TorchSharp.torch.ones(2).Dispose();
            })).ToList();
            threads.ForEach(thread => thread.Start());
            gate.Set();
            threads.ForEach(thread => thread.Join());
            Console.WriteLine($"mapped {string.Join(' ', File.ReadLines("/proc/self/maps").Where(line => line.Contains("torch_cpu", StringComparison.Ordinal)))}");
            """);
        var build = await Command.DotNetAsync(Folder, "build", "--tl:off", "-nologo");
        BuildOutput = build.Output;
        Assert.SkipWhen(build.Output.Contains("NU1301", StringComparison.Ordinal), "no package source answers");
        Assert.True(build.ExitCode == 0, build.Output);
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal Task<Command.Result> RunAsync(params (string Name, string Value)[] environment) =>
        RunAsync(Executable, environment);

    internal Task<Command.Result> RunAsync(string executable, params (string Name, string Value)[] environment) =>
        Command.RunAsync(executable, [], Folder, environment!);

    /// <summary>The folder that holds this process's own restored packages: libtorch's, five levels up.</summary>
    private static string MachinePackages =>
        Path.GetFullPath(Path.Combine((string)AppContext.GetData("Tandem.LibTorch")!, "..", "..", "..", "..", ".."));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);
}

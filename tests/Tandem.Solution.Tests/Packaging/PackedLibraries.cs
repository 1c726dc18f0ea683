using Tandem.Solution.Tests.Packaging;

[assembly: AssemblyFixture(typeof(PackedLibraries))]

namespace Tandem.Solution.Tests.Packaging;

/// <summary>The libraries, packed once into a folder feed that lives as long as the tests.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-packages-");

    /// <summary>Where the packages lie.</summary>
    public string Feed => Path.Combine(folder.FullName, "feed");

    /// <summary>What packing printed.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var project = Path.Combine(folder.FullName, "Pack.proj");
        File.WriteAllText(project, $"""
            <Project>
              <Target Name="Build">
                <ItemGroup>
                  <Library Include="{Repository.Root}/src/*/*.csproj" Exclude="{Repository.Root}/src/Tandem/*" />
                </ItemGroup>
                <MSBuild Projects="@(Library)" Targets="Pack"
                         Properties="Configuration={Repository.Configuration};NoBuild=true;PackageOutputPath={Feed}" />
              </Target>
            </Project>
            """);
        var packing = await Command.DotNetAsync(Repository.Root, "build", project, "--tl:off", "-v:m", "-nologo");
        Output = packing.Output;
        Assert.True(packing.ExitCode == 0, packing.Output);
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

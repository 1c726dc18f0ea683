using System.Text.RegularExpressions;
using Tandem.Solution.Tests.Packaging;

namespace Tandem.Solution.Tests;

/// <summary>The README's code is taken out of it, compiled and run; its links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, CSharpBlocks().Count(Readme))];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_of_the_README_runs(int block)
    {
        var code = CSharpBlocks().Matches(Readme)[block].Groups[1].Value;
        var folder = Directory.CreateTempSubdirectory("tandem-readme-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Program.cs"), code);
            File.WriteAllText(Path.Combine(folder.FullName, "Readme.csproj"), Project());

            var run = await Command.DotNetAsync(folder.FullName, "run", "-c", "Release");

            Assert.True(run.ExitCode == 0, run.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_README_has_programs() => Assert.NotEmpty(Programs);

    [Fact]
    public void Links_of_the_documents_lead_somewhere()
    {
        string[] documents = [.. Directory.GetFiles(Repository.Root, "*.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")];
        var broken = documents.SelectMany(document => LocalLinks().Matches(File.ReadAllText(document))
            .Select(link => Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value))
            .Where(target => !File.Exists(target) && !Directory.Exists(target)));

        Assert.Empty(broken);
    }

    /// <summary>A console project over the libraries that this test runs with.</summary>
    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{AppContext.BaseDirectory}Tandem.*.dll" Exclude="{AppContext.BaseDirectory}Tandem.*.Tests.dll" />
          </ItemGroup>
        </Project>
        """;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlocks();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)")]
    private static partial Regex LocalLinks();
}

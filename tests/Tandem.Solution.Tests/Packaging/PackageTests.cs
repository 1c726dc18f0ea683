using System.IO.Compression;
using System.Xml.Linq;

namespace Tandem.Solution.Tests.Packaging;

public sealed class PackageTests(PackedLibraries packages)
{
    /// <summary>Every project under src is a package, except the tandem command itself.</summary>
    public static TheoryData<string> Libraries =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!).Where(name => name != "Tandem").Order()];

    [Fact]
    public void Packing_warns_of_nothing() => Assert.DoesNotContain(": warning ", packages.Output, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_holds_assembly_documentation_and_readme(string library)
    {
        var files = FilesOf(library, "nupkg");

        Assert.Contains($"lib/net10.0/{library}.dll", files);
        Assert.Contains($"lib/net10.0/{library}.xml", files);
        Assert.Contains("README.md", files);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_symbols_come_in_a_package_of_their_own(string library)
    {
        Assert.Contains($"lib/net10.0/{library}.pdb", FilesOf(library, "snupkg"));
        Assert.DoesNotContain($"lib/net10.0/{library}.pdb", FilesOf(library, "nupkg"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_states_licence_readme_and_description(string library)
    {
        var manifest = ManifestOf(library);

        Assert.Equal("MIT", Value(manifest, "license"));
        Assert.Equal("README.md", Value(manifest, "readme"));
        Assert.NotEmpty(Value(manifest, "description"));
        Assert.NotEmpty(Value(manifest, "tags"));
    }

    [Fact]
    public void Learning_brings_what_loads_libtorch_but_no_libtorch()
    {
        var added = FilesOf("Tandem.Learning", "nupkg").Where(file => !file.StartsWith("lib/", StringComparison.Ordinal));

        Assert.Equal(
            ["buildTransitive/LibTorchDownload.proj", "buildTransitive/LibTorchInitializer.cs", "buildTransitive/Tandem.Learning.targets"],
            added.Where(file => file.StartsWith("build", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Dependencies("Tandem.Learning"), dependency => dependency.StartsWith("libtorch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tandem.Environments")]
    [InlineData("Tandem.Text")]
    [InlineData("Tandem.Runs")]
    [InlineData("Tandem.Inference")]
    public void What_runs_without_libtorch_does_not_bring_it(string library) =>
        Assert.DoesNotContain(Dependencies(library), dependency => dependency is "TorchSharp" or "Tandem.Learning");

    private List<string> FilesOf(string library, string kind)
    {
        using var package = Open(library, kind);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private IEnumerable<string> Dependencies(string library) =>
        ManifestOf(library).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

    private XDocument ManifestOf(string library)
    {
        using var package = Open(library, "nupkg");
        using var manifest = package.GetEntry($"{library}.nuspec")!.Open();
        return XDocument.Load(manifest);
    }

    private static string Value(XDocument manifest, string name) =>
        manifest.Descendants().First(element => element.Name.LocalName == name).Value;

    private ZipArchive Open(string library, string kind) =>
        ZipFile.OpenRead(Directory.GetFiles(packages.Feed, $"{library}.*.{kind}").Single());
}
